// How far back: some usual times, or days of one's own.

import { NativeSelect } from '@mantine/core';
import { t } from '../text';
import { addDays, todayIn } from './dates';
import { DayPair } from './day-pair';
import { useHashQuery } from './hash-location';
import { useMe } from './me';
import { START } from './paging';

export type Period = Exclude<keyof typeof t.dashboard.periods, 'own'>;

interface Props {
  choices: Period[];
  /** What is meant when the address says nothing. */
  usual: Period;
}

const OWN = 'own';
/** With how many days one's own begin. */
const DAYS = 30;

export function PeriodFilter({ choices, usual }: Props) {
  const { company } = useMe();
  const [query, change] = useHashQuery();
  const today = todayIn(company.time_zone, new Date());
  const [from, to] = [query.get('date_from'), query.get('date_to')];
  const isOwn = Boolean(from ?? to);
  const value = isOwn ? OWN : query.get('timeframe') ?? usual;
  const words: Record<string, string> = t.dashboard.periods;
  const data = [...choices, OWN].map((one) => ({ value: one, label: words[one] ?? one }));
  // A link may ask for a time that is not offered here.
  if (!data.some((one) => one.value === value)) data.push({ value, label: value });
  const choose = (next: string) => change(next === OWN
    ? { ...START, timeframe: null, date_from: addDays(today, 1 - DAYS), date_to: today }
    : { ...START, timeframe: next === usual ? null : next, date_from: null, date_to: null });
  const day = (name: string) => (next: string | null) => change({ ...START, [name]: next });
  return (
    <>
      <NativeSelect
        aria-label={t.dashboard.period} value={value} data={data} className="cm-activity-filter"
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {isOwn && <DayPair from={from} to={to} onFrom={day('date_from')} onTo={day('date_to')} hasFrom />}
    </>
  );
}
