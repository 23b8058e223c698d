// Calls of the last 90 days, a bar a day or as a table, and what they were for.

import { Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { UatUse } from '../../api/types';
import { DataTable, type Column } from '../../parts/data-table';
import { addDays, dateWords } from '../../parts/dates';
import { useBars } from '../../parts/use-bars';
import { t } from '../../text';

const DAYS = 90;
const WIDTH = 10;
const HEIGHT = 120;

type Day = Pick<UatUse['days'][number], 'day' | 'calls' | 'refused'>;

export function UseChart({ days }: { days: UatUse['days'] }) {
  const [isTable, setTable] = useState(false);
  const today = new Date().toISOString().slice(0, 10);
  const first = addDays(today, 1 - DAYS);
  const known = new Map<string, Day>(days.map((day) => [day.day, day]));
  const all = Array.from({ length: DAYS }, (_, n) => addDays(first, n)).map((day) => known.get(day) ?? { day, calls: 0, refused: 0 });
  const calls = sum(days.map((day) => day.calls));
  const refused = sum(days.map((day) => day.refused));
  if (calls + refused === 0) return <Text size="sm" c="dimmed">{t.token.noCalls}</Text>;
  return (
    <figure className="cm-chart" aria-label={t.token.chart(calls, refused, DAYS)}>
      <Switch mb="sm" label={t.token.asTable} checked={isTable} onChange={(event) => setTable(event.currentTarget.checked)} />
      {isTable ? <Table days={all} /> : <Bars days={all} />}
      <figcaption>
        <span className="cm-chart-key" data-kind="calls">{t.token.letIn(calls)}</span>
        <span className="cm-chart-key" data-kind="refused">{t.token.refused(refused)}</span>
      </figcaption>
      <ByPermission days={days} />
    </figure>
  );
}

function Bars({ days }: { days: Day[] }) {
  const { chosen, slider } = useBars(days.length);
  const most = Math.max(1, ...days.map(({ calls, refused }) => calls + refused));
  const read = chosen === null ? undefined : days[chosen];
  const said = read ?? days.at(-1);
  return (
    <>
      <Text size="sm" c={read ? undefined : 'dimmed'}>{read ? wordsOf(read) : t.token.most(most)}</Text>
      <div className="cm-chart-plot" aria-label={t.token.daysTitle} aria-valuetext={said && wordsOf(said)} {...slider}>
        <svg viewBox={`0 0 ${DAYS * WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          {days.map((day, at) => <Bar key={day.day} day={day} at={at} most={most} isChosen={at === chosen} />)}
        </svg>
      </div>
      <div className="cm-chart-ends"><span>{dateWords(days[0]?.day ?? '')}</span><span>{t.token.today}</span></div>
      <p className="cm-chart-hint">{t.token.dayHint}</p>
    </>
  );
}

const wordsOf = ({ day, calls, refused }: Day) => t.token.day(dateWords(day), calls, refused);

function Bar({ day, at, most, isChosen }: { day: Day; at: number; most: number; isChosen: boolean }) {
  // One call among thousands is still seen.
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  const [calls, refused] = [height(day.calls), height(day.refused)];
  const box = { x: at * WIDTH + 1, width: WIDTH - 2 };
  return (
    <g>
      {isChosen && <rect className="cm-chart-chosen" x={at * WIDTH} width={WIDTH} height={HEIGHT} />}
      <rect className="cm-bar" {...box} y={HEIGHT - calls} height={calls} />
      <rect className="cm-bar" data-kind="refused" {...box} y={Math.max(0, HEIGHT - calls - refused)} height={refused} />
    </g>
  );
}

/** Days with calls, the newest first. It scrolls, so it takes the keyboard. */
function Table({ days }: { days: Day[] }) {
  const c = t.token.dayColumns;
  const columns: Column<Day>[] = [
    { key: 'day', header: c.day, isRowHeader: true, cell: ({ day }) => dateWords(day) },
    { key: 'calls', header: c.calls, align: 'right', cell: ({ calls }) => t.token.count(calls) },
    { key: 'refused', header: c.refused, align: 'right', cell: ({ refused }) => t.token.count(refused) },
  ];
  const rows = days.filter(({ calls, refused }) => calls + refused > 0).reverse();
  return (
    <div className="cm-table-inside cm-chart-table" role="group" tabIndex={0} aria-label={t.token.daysTitle}>
      <DataTable caption={t.token.daysTitle} columns={columns} rows={rows} rowKey={({ day }) => day} />
    </div>
  );
}

function ByPermission({ days }: { days: UatUse['days'] }) {
  const totals = new Map<string, number>();
  for (const { permissions } of days) {
    for (const [name, count] of Object.entries(permissions)) totals.set(name, (totals.get(name) ?? 0) + count);
  }
  const rows = [...totals].sort(([, a], [, b]) => b - a);
  return (
    <dl className="cm-counts">
      {rows.map(([name, count]) => (
        <div key={name}>
          <dt>{name === 'none' ? t.token.noRight : <code className="cm-mono">{name}</code>}</dt>
          <dd>{t.token.count(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
