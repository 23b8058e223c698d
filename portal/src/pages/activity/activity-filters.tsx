import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Filters, useFilter } from '../../parts/filters';
import { fullName, useMay } from '../../parts/me';
import { t } from '../../text';

export function ActivityFilters() {
  const may = useMay();
  const [action, setAction] = useFilter('action');
  const [user, setUser] = useFilter('user');
  const people = useQuery({
    queryKey: ['users', 'choose'], queryFn: () => api.users.list({ limit: 200, ordering: 'name' }), enabled: may('user_view'),
  });
  return (
    <Filters>
      <NativeSelect
        aria-label={t.activity.action} value={action} onChange={(event) => setAction(event.currentTarget.value)}
        data={[
          { value: '', label: t.activity.allActions },
          ...Object.entries(t.activity.actions).map(([value, label]) => ({ value, label })),
        ]}
      />
      {people.data && (
        <NativeSelect
          aria-label={t.activity.user} value={user} onChange={(event) => setUser(event.currentTarget.value)}
          data={[
            { value: '', label: t.activity.everybody },
            ...people.data.results.map((person) => ({ value: String(person.id), label: fullName(person) })),
          ]}
        />
      )}
    </Filters>
  );
}
