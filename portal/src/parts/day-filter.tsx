// From a day, up to a day: both counted, both days of the company.

import { t } from '../text';
import { todayIn } from './dates';
import { DayInput } from './day-input';
import { useFilter } from './filters';
import { useMe } from './me';

interface Props {
  /** In the address it is `<name>_from` and `<name>_to`; without a name `from` and `to`. */
  name?: string;
  /** What happened on these days, where that has to be said. */
  label?: string;
}

export function DayFilter({ name, label }: Props) {
  const { company } = useMe();
  const before = name ? `${name}_` : '';
  const [from, setFrom] = useFilter(`${before}from`);
  const [to, setTo] = useFilter(`${before}to`);
  const today = todayIn(company.time_zone, new Date());
  const day = (words: string) => ({
    'aria-label': words, placeholder: words, clearable: true, className: 'cm-activity-filter',
    clearButtonProps: { 'aria-label': t.activity.clearDay(words) },
  });
  return (
    <>
      <DayInput {...day(label ? t.lists.from(label) : t.activity.fromDay)} value={from || null} onChange={setFrom} maxDate={to || today} />
      <DayInput {...day(label ? t.lists.to(label) : t.activity.toDay)} value={to || null} onChange={setTo} minDate={from || undefined} maxDate={today} />
    </>
  );
}

/** What the API calls a period: `from`, or `from,to`. */
export function periodIn(from?: string, to?: string): string | undefined {
  return to ? `${from ?? ''},${to}` : from || undefined;
}
