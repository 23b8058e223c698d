// What a person should look at first: each kind is asked for only by who may see it.

import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { queryAddress } from '../../api/query-address';
import { inWords } from '../../api/served';
import type { Job, Uat } from '../../api/types';
import { whenWords } from '../../parts/ago';
import { dateWords, daysBetween, daysWords, todayIn } from '../../parts/dates';
import { placeOf } from '../../parts/job-places';
import { useMay, useMe } from '../../parts/me';
import { t } from '../../text';
import { lookedFor } from '../me/token-filter';

export interface Item {
  key: string;
  kind: 'alert' | 'job' | 'token';
  title: string;
  text: string;
  /** The moment at which it was, where that matters. */
  when?: string;
  /** Where something can be done about it; nothing for who may not go there. */
  href?: string;
}

/** Of each kind. */
const FEW = 3;
/** How long ago work may have failed. */
const RECENT = 7 * 86_400_000;

/** The first few, and a line for the rest. */
function few(items: Item[], count: number, rest: Item): Item[] {
  return count > FEW ? [...items.slice(0, FEW), rest] : items;
}

export function useAttention() {
  const queries = [useAlerts(), useFailed(), useTokens('ending'), useTokens('wide')];
  return {
    items: queries.flatMap(({ items }) => items),
    isPending: queries.some(({ isLoading }) => isLoading),
    error: queries.find(({ error }) => error)?.error,
    retry: () => queries.forEach(({ error, refetch }) => error && void refetch()),
  };
}

function useAlerts() {
  const may = useMay();
  const { company } = useMe();
  const query = useQuery({ queryKey: ['dashboard', 'attention'], queryFn: api.dashboard.attention, enabled: may('campaign_view') });
  const alerts = query.data?.alerts ?? [];
  const names: Record<string, string> = t.alertTypes;
  const items = alerts.map(({ id, type, campaign, campaign_name: name, waiting, last_mail: mailed }): Item => ({
    key: `alert ${id}`, kind: 'alert', title: t.attention.alert(names[type] ?? type, name), href: `/campaigns/${campaign}?tab=alerts`,
    text: waiting || !mailed ? t.attention.alertWaiting : t.attention.alertMailed(whenWords(mailed, company.time_zone)),
  }));
  const rest: Item = { key: 'alerts', kind: 'alert', title: t.attention.moreAlerts(alerts.length - FEW), text: '', href: '/alerts' };
  return { ...query, items: few(items, alerts.length, rest) };
}

const isOfOrder = ({ object }: Job) => object?.type === 'workorder';

function useFailed() {
  const may = useMay();
  const { user } = useMe();
  const query = useQuery({ queryKey: ['jobs', 'failed'], queryFn: () => api.jobs.list({ state: 'failed', ordering: '-created_at', limit: 50 }) });
  const maySeeOrders = may('workorder_view');
  const failed = query.data?.results.filter(({ finished_at: end, created_at: begin }) => Date.now() - Date.parse(end ?? begin) < RECENT) ?? [];
  const orders = useQueries({
    queries: failed.slice(0, FEW).filter(isOfOrder).map(({ object }) => ({
      queryKey: ['work-orders', 'one', object?.id], queryFn: () => api.workOrders.get(object?.id ?? ''), enabled: maySeeOrders, retry: false,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[String(data.id), data.reference]] : []))),
  });
  const item = (job: Job): Item => {
    const { id, kind, object, created_by: by, failure, finished_at: end, created_at: begin } = job;
    const href = placeOf(job, may, !isOfOrder(job) || orders.has(object?.id ?? ''));
    const name = object && (object.type === 'workorder' ? orders.get(object.id) : object.type === 'task' ? t.attention.task(object.id) : object.id);
    return {
      key: `job ${id}`, kind: 'job', title: t.attention.jobs[kind] ?? t.attention.job(kind), href,
      text: [name, by && by.id !== user.id && by.email, failure && inWords(failure)].filter(Boolean).join(' · '), when: end ?? begin,
    };
  };
  const rest: Item = { key: 'jobs', kind: 'job', title: t.attention.moreJobs(failed.length - FEW), text: '', href: '/background-work?state=failed' };
  return { ...query, items: few(failed.map(item), failed.length, rest) };
}

/** Of the whole company for who looks after all of them. */
function useTokens(what: 'ending' | 'wide') {
  const may = useMay();
  const { user, company } = useMe();
  const isAll = may('uat_manage');
  // The same words in the address of the list: it shows exactly these.
  const wanted = lookedFor({}, what === 'ending' ? 'ends_within_days' : 'too_wide');
  const query = useQuery({
    queryKey: ['uats', what], enabled: may('api_access'),
    queryFn: () => api.uats.list({ ...wanted, ordering: 'expires_at', limit: FEW, all: isAll ? 1 : undefined }),
  });
  const today = todayIn(company.time_zone, new Date());
  const item = ({ id, name, valid_until: until, owner }: Uat): Item => {
    const whose = owner.id === user.id ? '' : t.attention.of(owner.email);
    return what === 'ending' ? {
      key: `ends ${id}`, kind: 'token', title: t.attention.ends(name, daysWords(daysBetween(today, until))), href: `/me/tokens/${id}`,
      text: `${t.attention.endsText(dateWords(until))} ${whose}`.trim(),
    } : { key: `wide ${id}`, kind: 'token', title: t.attention.wide(name), href: `/me/tokens/${id}`, text: `${t.attention.wideText} ${whose}`.trim() };
  };
  const count = query.data?.count ?? 0;
  const more = what === 'ending' ? t.attention.moreEnding : t.attention.moreWide;
  const rest: Item = { key: what, kind: 'token', title: more(count - FEW), text: '', href: queryAddress(isAll ? '/tokens' : '/me', wanted) };
  return { ...query, items: few(query.data?.results.map(item) ?? [], count, rest) };
}
