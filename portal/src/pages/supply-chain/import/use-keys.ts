// The keys of all campaigns that the person sees.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Campaign, ScmField } from '../../../api/types';
import { keysOf } from './keys';

/** So many campaigns are asked at a time: a company with hundreds of them is no flood. */
const AT_A_TIME = 6;

export function useKeys() {
  return useQuery({ queryKey: ['campaigns', 'scm-keys'], queryFn: load, staleTime: 60_000 });
}

async function load() {
  const campaigns = await all();
  const fields: ScmField[][] = [];
  for (let at = 0; at < campaigns.length; at += AT_A_TIME) {
    const some = campaigns.slice(at, at + AT_A_TIME).map(({ id }) => api.campaigns.scmFields(id));
    fields.push(...(await Promise.all(some)).map(({ results }) => results));
  }
  return keysOf(fields);
}

async function all(): Promise<Campaign[]> {
  const found: Campaign[] = [];
  for (;;) {
    const page = await api.campaigns.list({ limit: 200, offset: found.length, ordering: 'name' });
    found.push(...page.results);
    if (!page.next || page.results.length === 0) return found;
  }
}
