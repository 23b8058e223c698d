import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { todayIn } from '../../parts/dates';
import { DayInput } from '../../parts/day-input';
import { ChoiceFilter, Filters, useFilter, type FiltersProps } from '../../parts/filters';
import { fullName, useMay, useMe } from '../../parts/me';
import { t } from '../../text';

export function ActivityFilters({ address }: Pick<FiltersProps, 'address'>) {
  const may = useMay();
  const people = useQuery({
    queryKey: ['users', 'choose'], queryFn: () => api.users.list({ limit: 200, ordering: 'name' }), enabled: may('user_view'),
  });
  return (
    <Filters address={address}>
      <ChoiceFilter name="action" label={t.activity.action} all={t.activity.allActions} choices={Object.entries(t.activity.actions)} />
      <ChoiceFilter name="object_type" label={t.activity.object} all={t.activity.allObjects} choices={Object.entries(t.activity.objects)} />
      {people.data && (
        <ChoiceFilter
          name="user" label={t.activity.user} all={t.activity.everybody}
          choices={people.data.results.map((person) => [String(person.id), fullName(person)])}
        />
      )}
      <Day name="from" label={t.activity.fromDay} />
      <Day name="to" label={t.activity.toDay} />
    </Filters>
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
