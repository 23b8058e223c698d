// Who has which role. The API has no filter for it, so the people are read; not more of them than
// a page can show.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { User } from '../../../api/types';
import { useMay } from '../../../parts/me';

const PAGE = 200;
const PAGES = 5;

interface People { byRole: Map<string, User[]>; isAll: boolean }

async function read(): Promise<People> {
  const byRole = new Map<string, User[]>();
  for (let page = 0; page < PAGES; page += 1) {
    const { results, next } = await api.users.list({ ordering: 'name', limit: PAGE, offset: page * PAGE });
    for (const user of results) byRole.set(user.role.name, [...(byRole.get(user.role.name) ?? []), user]);
    if (!next) return { byRole, isAll: true };
  }
  return { byRole, isAll: false };
}

/** Undefined for who may not see people. */
export function usePeopleByRole() {
  const may = useMay();
  const maySee = may('user_view');
  return useQuery({ queryKey: ['users', 'by role'], queryFn: read, enabled: maySee });
}
