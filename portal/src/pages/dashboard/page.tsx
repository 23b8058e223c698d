// How many scans there were: when, where, of what, and in which state the codes were.

import { Button, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { queryAddress } from '../../api/query-address';
import type { Dashboard } from '../../api/types';
import { whenWords } from '../../parts/ago';
import { dateWords, timeWords } from '../../parts/dates';
import { ExportButton } from '../../parts/export-button';
import { useMay, useMe } from '../../parts/me';
import { Page } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { useScanFilter } from '../../parts/use-scan-filter';
import { t } from '../../text';
import { DashboardFilters } from './dashboard-filters';
import { DashboardSkeleton } from './dashboard-skeleton';
import { Shown } from './shown';
import './dashboard.css';

const FILTERS = ['campaign_id', 'product', 'country'];
const USUAL = '30d';
/** Scans come in all the time. */
const AGAIN = 60_000;

export default function DashboardPage() {
  const may = useMay();
  const { filter, isFiltered, clear } = useScanFilter(FILTERS, USUAL);
  const numbers = useQuery({
    queryKey: ['dashboard', filter], queryFn: () => api.dashboard.get(filter), placeholderData: keepPreviousData, staleTime: 0, refetchInterval: AGAIN,
  });
  const { data, error } = numbers;
  const toScans = data && may('scans_download')
    ? { date_from: data.from, date_to: data.to, campaign_id: filter.campaign_id, product: filter.product, country: filter.country } : undefined;
  return (
    <Page
      title={t.dashboard.title} lead={data && <Lead data={data} />}
      actions={(
        <>
          {toScans && <Button component={Link} href={queryAddress('/scans', toScans)} variant="default">{t.dashboard.toScans}</Button>}
          <ExportButton
            label={t.dashboard.export} name="dashboard.csv" done={t.dashboard.exported} isDisabled={!data}
            load={() => api.dashboard.export(filter)}
          />
        </>
      )}
    >
      <div className="cm-panel"><DashboardFilters usual={USUAL} onClear={isFiltered ? clear : undefined} /></div>
      {error && <ProblemAlert error={error} onRetry={() => void numbers.refetch()} />}
      {!data && !error && <DashboardSkeleton />}
      {data && !error && (
        <div className="cm-dashboard" data-stale={numbers.isPlaceholderData || undefined} aria-busy={numbers.isPlaceholderData}>
          <Shown data={data} isFiltered={isFiltered} toScans={toScans} />
        </div>
      )}
    </Page>
  );
}

/** Counting that takes longer than this is said. */
const LATE = 120_000;

function Lead({ data: { from, to, counted_until: until } }: { data: Dashboard }) {
  const { company } = useMe();
  const now = new Date();
  const isLate = now.getTime() - Date.parse(until) > LATE;
  return (
    <Group component="span" gap="0 0.5em">
      <span>{t.dashboard.days(dateWords(from), dateWords(to))}.</span>
      <span>{isLate ? t.dashboard.behind(timeWords(until, company.time_zone)) : t.dashboard.counted(whenWords(until, company.time_zone))}</span>
      <span>{t.lists.zone(company.time_zone)}</span>
    </Group>
  );
}
