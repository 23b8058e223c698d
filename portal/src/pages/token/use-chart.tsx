// Calls of the last 90 days, a bar a day, and what they were for.

import { Text } from '@mantine/core';
import type { UatUse } from '../../api/types';
import { addDays, dateWords } from '../../parts/dates';
import { t } from '../../text';

const DAYS = 90;
const WIDTH = 10;
const HEIGHT = 120;

type Day = UatUse['days'][number];

export function UseChart({ days }: { days: Day[] }) {
  const today = new Date().toISOString().slice(0, 10);
  const first = addDays(today, 1 - DAYS);
  const known = new Map(days.map((day) => [day.day, day]));
  const all = Array.from({ length: DAYS }, (_, n) => addDays(first, n));
  const most = Math.max(1, ...days.map(({ calls, refused }) => calls + refused));
  const calls = sum(days.map((day) => day.calls));
  const refused = sum(days.map((day) => day.refused));
  if (calls + refused === 0) return <Text size="sm" c="dimmed">{t.token.noCalls}</Text>;
  return (
    <figure className="cm-chart">
      <Text size="sm" c="dimmed">{t.token.most(most)}</Text>
      <svg
        viewBox={`0 0 ${DAYS * WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img"
        aria-label={t.token.chart(calls, refused, DAYS)}
      >
        {all.map((date, n) => <Bar key={date} date={date} day={known.get(date)} at={n} most={most} />)}
      </svg>
      <div className="cm-chart-ends"><span>{dateWords(first)}</span><span>{t.token.today}</span></div>
      <figcaption>
        <span className="cm-chart-key" data-kind="calls">{t.token.letIn(calls)}</span>
        <span className="cm-chart-key" data-kind="refused">{t.token.refused(refused)}</span>
      </figcaption>
      <ByPermission days={days} />
    </figure>
  );
}

function Bar({ date, day, at, most }: { date: string; day: Day | undefined; at: number; most: number }) {
  if (!day) return null;
  // One call among thousands is still seen.
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  const [calls, refused] = [height(day.calls), height(day.refused)];
  const box = { x: at * WIDTH + 1, width: WIDTH - 2 };
  return (
    <g>
      <title>{t.token.day(dateWords(date), day.calls, day.refused)}</title>
      <rect className="cm-bar" {...box} y={HEIGHT - calls} height={calls} />
      <rect className="cm-bar" data-kind="refused" {...box} y={Math.max(0, HEIGHT - calls - refused)} height={refused} />
    </g>
  );
}

function ByPermission({ days }: { days: Day[] }) {
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
