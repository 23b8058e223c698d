import { Link } from 'wouter';
import { roleName } from '../../api/served';
import type { User } from '../../api/types';
import { Ago } from '../../parts/ago';
import { Badge, StateBadge } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { navigate } from '../../parts/hash-location';
import { fullName, useMay, useMe } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './user-action';

interface Options { onEdit: (user: User) => void; onAction: (action: Action) => void }

export function useUserColumns({ onEdit, onAction }: Options): Column<User>[] {
  const me = useMe();
  const may = useMay();
  const c = t.users.columns;
  // An IT Admin may not touch an Account Admin; offering it would only end in a refusal.
  const canTouch = (user: User) => me.role.name === 'account_admin' || user.role.name !== 'account_admin';
  const actions = (user: User) => [
    may('user_edit') && user.state !== 'archived' && { label: t.common.edit, onClick: () => onEdit(user) },
    may('user_create') && user.state === 'invited' && { label: t.users.renew, onClick: () => onAction({ kind: 'renew', user }) },
    may('user_edit') && user.state === 'active' && user.id !== me.user.id
      && { label: t.users.reset, onClick: () => onAction({ kind: 'reset', user }) },
    may('user_edit') && user.state === 'active' && user.id !== me.user.id
      && { label: t.users.endSessions, onClick: () => onAction({ kind: 'sessions', user }) },
    may('uat_manage') && user.state !== 'invited' && { label: t.allTokens.ofPerson, onClick: () => navigate(`/tokens?owner=${user.id}`) },
    may('uat_manage') && user.state !== 'invited' && { label: t.allTokens.all.openPerson, onClick: () => onAction({ kind: 'tokens', user }) },
    may('audit_view') && { label: t.activity.ofPerson, onClick: () => navigate(`/activity?user=${user.id}`) },
    may('user_edit') && user.second_factors.length > 0 && user.id !== me.user.id
      && { label: t.users.resetFactors, onClick: () => onAction({ kind: 'factors', user }) },
    may('user_archive') && user.state === 'archived' && { label: t.common.restore, onClick: () => onAction({ kind: 'restore', user }) },
    may('user_archive') && user.state !== 'archived' && user.id !== me.user.id
      && { label: t.common.archive, onClick: () => onAction({ kind: 'archive', user }), isDangerous: true },
  ];
  return [
    {
      key: 'name', header: c.name, sort: 'name', isRowHeader: true,
      cell: (user) => (
        <span className="cm-two-lines cm-wrap">
          <span>{fullName(user)} {user.id === me.user.id && <Badge tone="accent">{t.users.you}</Badge>}</span>
          <small>{user.email}</small>
        </span>
      ),
    },
    { key: 'role', header: c.role, cell: ({ role }) => <Link href={`/users?tab=roles&role=${role.name}`} className="cm-plain-link">{roleName(role)}</Link> },
    {
      key: 'factors', header: c.factors,
      cell: ({ second_factors: list }) => (list.length > 0
        ? list.map((factor) => t.users.factors[factor] ?? factor).join(', ')
        : <span className="cm-dim">{t.users.noFactor}</span>),
    },
    { key: 'state', header: c.state, cell: ({ state }) => <StateBadge state={state} label={t.users.states[state]} /> },
    {
      key: 'login', header: c.login,
      cell: ({ last_login }) => (last_login
        ? <Ago at={last_login} />
        : <span className="cm-dim">{t.users.neverIn}</span>),
    },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date }) => <Ago at={creation_date} />,
    },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (user) => (canTouch(user)
        ? <RowMenu name={fullName(user)} actions={actions(user)} />
        : may('user_edit') && <small className="cm-dim">{t.users.onlyAdmins}</small>),
    },
  ];
}
