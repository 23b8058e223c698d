import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { ChoiceFilter } from '../../parts/filters';
import { t } from '../../text';

export function RoleFilter() {
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  const choices = (roles.data?.results ?? []).map(({ name, label }): [string, string] => [name, label]);
  return <ChoiceFilter name="role" label={t.users.role} all={t.users.anyRole} choices={choices} />;
}
