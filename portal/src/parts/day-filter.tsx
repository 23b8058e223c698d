// From a day, up to a day: both counted, both days of the company.

import { t } from '../text';
import { todayIn } from './dates';
import { DayInput } from './day-input';
import { useFilter } from './filters';
import { useMe } from './me';

export function DayFilter() {
  return (
    <>
      <Day name="from" label={t.activity.fromDay} />
      <Day name="to" label={t.activity.toDay} />
    </>
  );
}

function Day({ name, label }: { name: 'from' | 'to'; label: string }) {
  const { company } = useMe();
  const [value, setValue] = useFilter(name);
  const [other] = useFilter(name === 'from' ? 'to' : 'from');
  const today = todayIn(company.time_zone, new Date());
  return (
    <DayInput
      aria-label={label} placeholder={label} value={value || null} onChange={setValue} clearable
      minDate={name === 'to' && other ? other : undefined} maxDate={name === 'from' && other ? other : today}
      className="cm-activity-filter" clearButtonProps={{ 'aria-label': t.activity.clearDay(label) }}
    />
  );
}

/** What the API calls a period: `from`, or `from,to`. */
export function periodIn(query: URLSearchParams): string | undefined {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  return to ? `${from},${to}` : from || undefined;
}
