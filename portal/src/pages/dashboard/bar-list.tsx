// Parts of all scans, the largest first: as bars, or as a table of the same numbers.

import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { queryAddress, type Given } from '../../api/query-address';
import { DataTable, type Column } from '../../parts/data-table';
import { Panel } from '../../parts/page';
import { VerdictBar } from '../../parts/verdict-pattern';
import { sumOf, VERDICTS, type Counts } from '../../parts/verdicts';
import { t } from '../../text';

export interface Part {
  key: string;
  label: string;
  counts: Counts;
  /** Shows only this part; undefined where nothing can ask for it. */
  onOnly?: () => void;
  /** The filter of the list of its scans. */
  toScans?: Given;
}

interface Props { title: string; parts: Part[]; others: Counts; isTable: boolean; note?: string }

/** Rows that are shown at once. */
const FEW = 8;

export function BarList({ title, parts, others, isTable, note }: Props) {
  const [isWhole, setWhole] = useState(false);
  const rest: Part[] = sumOf(others) > 0 ? [{ key: 'others', label: t.dashboard.others, counts: others }] : [];
  const all = [...parts, ...rest];
  // One more row takes no more room than the button.
  const isLong = all.length > FEW + 1;
  const shown = isTable || isWhole || !isLong ? all : all.slice(0, FEW);
  const most = Math.max(1, ...all.map(({ counts }) => sumOf(counts)));
  return (
    <Panel title={title}>
      {all.length === 0 && <Text size="sm" c="dimmed">{t.dashboard.nothing}</Text>}
      {note && <Text size="sm" c="dimmed" mb="sm">{note}</Text>}
      {isTable && all.length > 0
        ? <div className="cm-table-inside"><DataTable caption={title} columns={columns()} rows={all} rowKey={({ key }) => key} /></div>
        : (
          <ul className="cm-bars">
            {shown.map((part) => (
              <li key={part.key}>
                <span className="cm-bars-name cm-wrap"><Name part={part} /></span>
                <Count part={part} />
                <VerdictBar counts={part.counts} of={most} />
                <span className="cm-hidden">{t.dashboard.parts(part.counts.genuine, part.counts.inactive, part.counts.blacklisted)}</span>
              </li>
            ))}
          </ul>
        )}
      {isLong && !isTable && (
        <Button variant="subtle" size="xs" mt="sm" className="cm-text-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.dashboard.showFew : t.dashboard.showAll(all.length)}
        </Button>
      )}
    </Panel>
  );
}

function Name({ part: { label, onOnly } }: { part: Part }) {
  if (!onOnly) return <>{label}</>;
  return <button type="button" className="cm-plain-button" title={t.dashboard.only(label)} onClick={onOnly}>{label}</button>;
}

function Count({ part: { label, counts, toScans } }: { part: Part }) {
  const sum = sumOf(counts);
  if (!toScans) return <span className="cm-bars-count">{t.dashboard.count(sum)}</span>;
  return (
    <Link href={queryAddress('/scans', toScans)} className="cm-bars-count cm-plain-link" aria-label={t.dashboard.scansOf(sum, label)}>
      {t.dashboard.count(sum)}
    </Link>
  );
}

function columns(): Column<Part>[] {
  return [
    { key: 'name', header: t.dashboard.name, isRowHeader: true, cell: (part) => <span className="cm-wrap"><Name part={part} /></span> },
    { key: 'scans', header: t.dashboard.scans, align: 'right', cell: (part) => <Count part={part} /> },
    ...VERDICTS.map((verdict) => ({
      key: verdict, header: t.dashboard.verdicts[verdict], align: 'right' as const, cell: ({ counts }: Part) => t.dashboard.count(counts[verdict]),
    })),
  ];
}
