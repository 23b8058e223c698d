// Two days of the company, from and to, both counted.

import { t } from '../text';
import { todayIn } from './dates';
import { DayInput } from './day-input';
import { useMe } from './me';

interface Props {
  /** What happened on these days, where that has to be said. */
  label?: string;
  from: string | null;
  to: string | null;
  onFrom: (day: string | null) => void;
  onTo: (day: string | null) => void;
  /** There is always a first day. */
  hasFrom?: boolean;
}

export function DayPair({ label, from, to, onFrom, onTo, hasFrom = false }: Props) {
  const { company } = useMe();
  const today = todayIn(company.time_zone, new Date());
  const day = (words: string, clearable: boolean) => ({
    'aria-label': words, placeholder: words, clearable, className: 'cm-activity-filter',
    clearButtonProps: { 'aria-label': t.lists.clearDay(words) },
  });
  return (
    <>
      <DayInput {...day(label ? t.lists.from(label) : t.lists.fromDay, !hasFrom)} value={from} onChange={onFrom} maxDate={to ?? today} />
      <DayInput {...day(label ? t.lists.to(label) : t.lists.toDay, true)} value={to} onChange={onTo} minDate={from ?? undefined} maxDate={today} />
    </>
  );
}
