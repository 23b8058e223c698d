import type { Permission } from '../../../api/types';

/** Rights under their headings, in the server's order. */
export function groupsOf(permissions: Permission[]): [group: string, members: Permission[]][] {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) groups.set(permission.group, [...(groups.get(permission.group) ?? []), permission]);
  return [...groups];
}
