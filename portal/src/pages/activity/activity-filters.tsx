import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Filters, useFilter } from '../../parts/filters';
import { fullName, useMay } from '../../parts/me';
import { t } from '../../text';
import { actionWords } from '../../parts/activity-words';

const ACTIONS = [
  'product.create', 'product.update', 'product.archive', 'product.restore', 'product.delete', 'product.import',
  'brand.create', 'brand.update', 'brand.archive', 'brand.restore', 'brand.delete',
  'uat.create', 'uat.update', 'uat.revoke',
  'user.create', 'user.update', 'user.invite', 'user.archive', 'user.restore',
];

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
          ...ACTIONS.map((value) => ({ value, label: actionWords(value) })),
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
