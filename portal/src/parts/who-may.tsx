// Whose role has what the own one does not: the way on for somebody who may not do a thing.

import { useQuery } from '@tanstack/react-query';
import { api } from '../api/calls';
import { roleName } from '../api/served';
import { t } from '../text';
import { useMe } from './me';

/** The roles that have at least one of these permissions, by their labels; empty until they are known. */
export function useRolesWith(anyOf: readonly string[]): string {
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  const having = roles.data?.results.filter(({ permissions }) => anyOf.some((one) => permissions.includes(one))) ?? [];
  return listed(having.map(({ label }) => label), 'conjunction');
}

const listed = (names: readonly string[], type: 'conjunction' | 'disjunction') => new Intl.ListFormat(t.language, { type }).format(names);

/** What is missing for the first step of a room, and who can take it. */
export function useNotMine(anyOf: readonly string[]): string {
  const { role } = useMe();
  return t.rights.notMine(listed(anyOf, 'disjunction'), roleName(role), useRolesWith(anyOf));
}

/** What changing takes, and who can. */
export function useReadOnlyWords(anyOf: readonly string[]): string {
  const { role } = useMe();
  return t.rights.readOnly(listed(anyOf, 'disjunction'), roleName(role), useRolesWith(anyOf));
}

/** Under something that is greyed: why, and who could do it. Nothing for whoever may. */
export function useDeniedHint(permission: string): string | undefined {
  const { role, permissions } = useMe();
  const roles = useRolesWith([permission]);
  return permissions.includes(permission) ? undefined : t.rights.needs(permission, roleName(role), roles);
}

/** Each permission, with the roles that have it. */
export function WhoMay({ anyOf }: { anyOf: readonly string[] }) {
  return (
    <ul className="cm-who-may">
      {anyOf.map((permission) => <Who key={permission} permission={permission} />)}
    </ul>
  );
}

function Who({ permission }: { permission: string }) {
  const roles = useRolesWith([permission]);
  return <li><code className="cm-mono">{permission}</code>{roles && <div className="cm-dim">{t.rights.roles(roles)}</div>}</li>;
}
