// The last things that happened in the company, for those who may see the log.

import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { actionWords } from '../../parts/activity-words';
import { whenWords } from '../../parts/ago';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';

const SHOWN = 6;

export function Recent() {
  const { company } = useMe();
  // This very look is an entry, too. What people did says more than who looked.
  const recent = useQuery({
    queryKey: ['audit', 'recent'], queryFn: () => api.audit.list({ limit: 30 }),
    select: ({ count, results }) => ({ count, results: results.filter(({ action }) => action !== 'audit.read').slice(0, SHOWN) }),
  });
  return (
    <Panel title={t.home.recent}>
      <ProblemAlert error={recent.error} onRetry={() => void recent.refetch()} />
      {recent.isPending && <Skeleton height={180} />}
      {recent.data?.results.length === 0 && <Text c="dimmed" size="sm">{t.entries.empty}</Text>}
      <ul className="cm-recent">
        {recent.data?.results.map(({ id, at, action, label, user }) => (
          <li key={id}>
            <span className="cm-wrap">{actionWords(action)} {label && <b>{label}</b>}</span>
            <small>{user?.email ?? t.entries.system}, {whenWords(at, company.time_zone)}</small>
          </li>
        ))}
      </ul>
      {recent.data && recent.data.count > 0 && <Anchor href="#/activity" size="sm">{t.home.recentAll}</Anchor>}
    </Panel>
  );
}
