// From one day to another, both included, in the company's time zone.

import { todayIn } from './dates';
import { DayInput } from './day-input';
import { useFilter } from './filters';
import { useMe } from './me';
import { t } from '../text';

/** In the address it is `<name>_from` and `<name>_to`. */
export function DayFilter({ name, label }: { name: string; label: string }) {
  const { company } = useMe();
  const [from, setFrom] = useFilter(`${name}_from`);
  const [to, setTo] = useFilter(`${name}_to`);
  const today = todayIn(company.time_zone, new Date());
  const day = (words: string) => ({
    'aria-label': words, placeholder: words, clearable: true, className: 'cm-activity-filter',
    clearButtonProps: { 'aria-label': t.dashboard.clearDay(words) },
  });
  return (
    <>
      <DayInput {...day(t.lists.from(label))} value={from || null} onChange={setFrom} maxDate={to || today} />
      <DayInput {...day(t.lists.to(label))} value={to || null} onChange={setTo} minDate={from || undefined} maxDate={today} />
    </>
  );
}
