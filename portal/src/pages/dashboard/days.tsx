// Scans over time: as bars, or as a table of the same numbers.

import type { Dashboard } from '../../api/types';
import { DataTable, type Column } from '../../parts/data-table';
import { Panel } from '../../parts/page';
import { sumOf, VERDICTS } from '../../parts/verdicts';
import { t } from '../../text';
import { DaysChart } from './days-chart';
import { spanWords } from './span-words';
import { spans, unitOf, type Span, type Unit } from './spans';

interface Props { days: Dashboard['by_day']; totals: Dashboard['totals']; isTable: boolean }

export function Days({ days, totals, isTable }: Props) {
  const unit = unitOf(days.length);
  const shown = spans(days, unit);
  const title = t.dashboard.byTime[unit];
  return (
    <Panel title={title}>
      {isTable ? (
        // The newest first, as in every list. It scrolls, so it takes the keyboard.
        <div className="cm-table-inside cm-days-table" role="group" tabIndex={0} aria-label={title}>
          <DataTable caption={title} columns={columns(unit)} rows={[...shown].reverse()} rowKey={({ from }) => from} />
        </div>
      ) : <DaysChart key={`${shown[0]?.from} ${shown.length}`} spans={shown} totals={totals} unit={unit} />}
    </Panel>
  );
}

function columns(unit: Unit): Column<Span>[] {
  return [
    { key: 'when', header: t.dashboard.units[unit], isRowHeader: true, cell: spanWords },
    { key: 'scans', header: t.dashboard.scans, align: 'right', cell: (span) => t.dashboard.count(sumOf(span)) },
    ...VERDICTS.map((verdict) => ({
      key: verdict, header: t.dashboard.verdicts[verdict], align: 'right' as const, cell: (span: Span) => t.dashboard.count(span[verdict]),
    })),
  ];
}
