import '@mantine/dates/styles.css';

import { Button, NativeSelect } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { todayIn } from '../../parts/dates';
import { Filters, useFilter } from '../../parts/filters';
import { CalendarIcon } from '../../parts/icons';
import { fullName, useMay, useMe } from '../../parts/me';
import { t } from '../../text';

export function ActivityFilters({ onClear }: { onClear?: () => void }) {
  const may = useMay();
  const people = useQuery({
    queryKey: ['users', 'choose'], queryFn: () => api.users.list({ limit: 200, ordering: 'name' }), enabled: may('user_view'),
  });
  return (
    <Filters>
      <Choice name="action" label={t.activity.action} all={t.activity.allActions} choices={Object.entries(t.activity.actions)} />
      <Choice name="object_type" label={t.activity.object} all={t.activity.allObjects} choices={Object.entries(t.activity.objects)} />
      {people.data && (
        <Choice
          name="user" label={t.activity.user} all={t.activity.everybody}
          choices={people.data.results.map((person) => [String(person.id), fullName(person)])}
        />
      )}
      <Day name="from" label={t.activity.fromDay} />
      <Day name="to" label={t.activity.toDay} />
      {onClear && <Button variant="subtle" px="xs" onClick={onClear}>{t.common.clearFilters}</Button>}
    </Filters>
  );
}

interface ChoiceProps { name: string; label: string; all: string; choices: [value: string, label: string][] }

function Choice({ name, label, all, choices }: ChoiceProps) {
  const [value, setValue] = useFilter(name);
  const data = [{ value: '', label: all }, ...choices.map(([choice, words]) => ({ value: choice, label: words }))];
  // A link may ask for something that is not offered here; the list is filtered by it all the same.
  if (!data.some((choice) => choice.value === value)) data.push({ value, label: value });
  return (
    <NativeSelect
      aria-label={label} value={value} data={data} className="cm-activity-filter"
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  );
}

function Day({ name, label }: { name: 'from' | 'to'; label: string }) {
  const { company } = useMe();
  const [value, setValue] = useFilter(name);
  const [other] = useFilter(name === 'from' ? 'to' : 'from');
  const today = todayIn(company.time_zone, new Date());
  return (
    <DateInput
      aria-label={label} placeholder={label} value={value || null} onChange={setValue} clearable
      minDate={name === 'to' && other ? other : undefined} maxDate={name === 'from' && other ? other : today}
      valueFormat="D MMM YYYY" firstDayOfWeek={1} weekendDays={[]} highlightToday hideOutsideDates
      leftSection={<CalendarIcon size={16} />} className="cm-activity-filter"
      clearButtonProps={{ 'aria-label': t.activity.clearDay(label) }}
      ariaLabels={{ previousMonth: t.newToken.previousMonth, nextMonth: t.newToken.nextMonth }}
    />
  );
}
