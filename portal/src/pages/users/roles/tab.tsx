// Every role there is: what it is for, what it allows, who has it.

import { ActionIcon, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Role } from '../../../api/types';
import { Badge } from '../../../parts/badge';
import { DataTable, type Column } from '../../../parts/data-table';
import { useHashQuery } from '../../../parts/hash-location';
import { ChevronDownIcon } from '../../../parts/icons';
import { useMe } from '../../../parts/me';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Matrix } from './matrix';
import { RoleDetails } from './role-details';
import { usePeopleByRole } from './use-people';
import './roles.css';

export function RolesTab() {
  const me = useMe();
  const [query, change] = useHashQuery();
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions });
  const people = usePeopleByRole();
  // On a phone one role after the other is easier to read than a wide table.
  const isWide = useMediaQuery('(min-width: 48em)');
  const problem = [roles, permissions, people].find(({ error, data }) => error && !data);
  if (problem) return <ProblemAlert error={problem.error} onRetry={() => void problem.refetch()} />;
  if (!roles.data || !permissions.data) return <Skeleton height={420} radius="lg" />;
  const open = query.get('role');
  const having = ({ name }: Role) => people.data && (people.data.byRole.get(name) ?? []);
  const c = t.roles.columns;
  const columns: Column<Role>[] = [
    {
      key: 'role', header: c.role, isRowHeader: true,
      cell: ({ name, label }) => <span>{label} {name === me.role.name && <Badge tone="accent">{t.roles.yours}</Badge>}</span>,
    },
    { key: 'for', header: c.purpose, cell: ({ description }) => <span className="cm-wrap">{description}</span> },
    { key: 'rights', header: c.rights, align: 'right', cell: (role) => role.permissions.length.toLocaleString(t.language) },
    ...(people.data ? [{
      key: 'people', header: c.people, align: 'right' as const,
      cell: (role: Role) => `${people.data.isAll ? '' : '≥ '}${having(role)?.length.toLocaleString(t.language)}`,
    }] : []),
    {
      key: 'details', header: c.details, isActions: true,
      cell: ({ name, label }) => (
        <ActionIcon
          variant="subtle" color="gray" size="lg" className="cm-quiet-button" aria-expanded={open === name}
          aria-label={t.roles.show(label)} onClick={() => change({ role: open === name ? null : name })}
        >
          <span className="cm-turn" data-open={open === name}><ChevronDownIcon /></span>
        </ActionIcon>
      ),
    },
  ];
  return (
    <Stack gap="lg">
      <div className="cm-panel">
        <DataTable
          caption={t.roles.caption} columns={columns} rows={roles.data.results} rowKey={({ name }) => name}
          detail={(role) => open === role.name && <RoleDetails role={role} permissions={permissions.data.results} people={having(role)} />}
        />
      </div>
      {isWide && <Matrix roles={roles.data.results} permissions={permissions.data.results} />}
    </Stack>
  );
}
