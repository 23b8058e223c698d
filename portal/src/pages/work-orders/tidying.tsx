// What goes on after an order was canceled or deleted: its codes are many, and are dealt with one
// after the other. The state is the server's, so a reload shows the same.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Job } from '../../api/types';
import { AGAIN } from '../../parts/again';
import { Panel } from '../../parts/page';
import { SmallBar } from '../../parts/small-bar';
import { t } from '../../text';
import { kindWords } from '../background-work/job-words';
import './tidying.css';

const KINDS = ['workorder_withdraw', 'workorder_remove'];

async function underWay(): Promise<Job[]> {
  const open = await Promise.all(['running', 'pending'].map((state) => api.jobs.list({ state, ordering: '-created_at', limit: 200 })));
  return open.flatMap(({ results }) => results).filter(({ kind }) => KINDS.includes(kind));
}

export function Tidying() {
  const queries = useQueryClient();
  const { data: jobs = [] } = useQuery({
    queryKey: ['jobs', 'orders'], queryFn: underWay, staleTime: 0, refetchInterval: ({ state: { data } }) => (data?.length ? AGAIN : false),
  });
  const count = jobs.length;
  // What was tidied up looks different now.
  useEffect(() => () => {
    if (count > 0) void queries.invalidateQueries({ queryKey: ['work-orders', 'list'] });
  }, [count, queries]);
  if (count === 0) return null;
  return (
    <Panel title={t.jobs.ordersTitle} lead={t.jobs.ordersLead}>
      <ul className="cm-tidying">
        {jobs.map(({ id, kind, done, total = null }) => (
          <li key={id}>
            <Link href={`/background-work?job=${id}`} className="cm-plain-link">{kindWords(kind)}</Link>
            <SmallBar label={kindWords(kind)} done={done} of={total} words={total === null ? t.jobs.done(done) : t.jobs.doneOf(done, total)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
