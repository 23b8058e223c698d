// How many notices wait, in the header of every page.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../api/calls';
import { t } from '../text';
import { BellIcon } from './icons';

export function NoticeBell() {
  const { data } = useQuery({
    queryKey: ['notices', 'count'], queryFn: () => api.notices.list({ limit: 1 }), refetchInterval: 300_000,
  });
  const count = data?.count ?? 0;
  return (
    <Link href="/notices" className="cm-bell" aria-label={t.menu.notices(count)}>
      <BellIcon size={20} />
      {count > 0 && <span className="cm-bell-count" aria-hidden="true">{count > 99 ? '99+' : count}</span>}
    </Link>
  );
}
