// The numbers, once they are there.

import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Given } from '../../api/query-address';
import type { Dashboard } from '../../api/types';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { ActivityIcon } from '../../parts/icons';
import { useMay } from '../../parts/me';
import { VerdictPatterns } from '../../parts/verdict-pattern';
import { t } from '../../text';
import { Breakdowns } from './breakdowns';
import { CodesPanel } from './codes-panel';
import { Days } from './days';
import { Totals } from './totals';

interface Props {
  data: Dashboard;
  isFiltered: boolean;
  /** The filter of the list of these scans; undefined where there is none, or none that one may see. */
  toScans: Given | undefined;
}

export function Shown({ data, isFiltered, toScans }: Props) {
  const [query] = useHashQuery();
  const isTables = query.get('view') === 'tables';
  const { totals, previous, codes } = data;
  if (totals.scans === 0 && previous.scans === 0) {
    return (
      <>
        <div className="cm-panel"><NoScans codes={codes} isFiltered={isFiltered} /></div>
        {codes.total > 0 && <><VerdictPatterns /><CodesPanel codes={codes} /></>}
      </>
    );
  }
  return (
    <>
      <VerdictPatterns />
      <Totals data={data} toScans={toScans} />
      <Days days={data.by_day} totals={totals} isTable={isTables} />
      <Breakdowns data={data} isTables={isTables} toScans={toScans} />
      <CodesPanel codes={codes} />
    </>
  );
}

function NoScans({ codes, isFiltered }: { codes: Dashboard['codes']; isFiltered: boolean }) {
  const may = useMay();
  const [query, change] = useHashQuery();
  const words = t.dashboard;
  const isNarrow = isFiltered || query.has('timeframe') || query.has('date_from');
  if (isNarrow && query.get('timeframe') !== '1y') {
    return (
      <Empty icon={<ActivityIcon />} title={words.emptyPeriod} text={words.emptyPeriodText}>
        <Button variant="default" onClick={() => change({ timeframe: '1y', date_from: null, date_to: null })}>{words.longer}</Button>
      </Empty>
    );
  }
  if (isNarrow) return <Empty icon={<ActivityIcon />} title={words.emptyPeriod} text={words.emptyPeriodText} />;
  return (
    <Empty icon={<ActivityIcon />} title={words.empty} text={codes.active > 0 ? words.emptyActive(codes.active) : words.emptyText}>
      {may('workorder_view') && codes.total === 0
        ? <Button component={Link} href="/work-orders" variant="default">{words.toOrders}</Button>
        : <Button variant="default" onClick={() => change({ timeframe: '1y' })}>{words.longer}</Button>}
    </Empty>
  );
}
