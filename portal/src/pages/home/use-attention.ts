// What a person should look at first: each kind is asked for only by who may see it.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { inWords } from '../../api/served';
import type { Job, Uat } from '../../api/types';
import { agoWords, dateWords, daysBetween, daysWords, todayIn } from '../../parts/dates';
import { SCM_READ, useMay, useMe } from '../../parts/me';
import { t } from '../../text';

export interface Item {
  key: string;
  kind: 'alert' | 'job' | 'token';
  title: string;
  text: string;
  /** How long ago it was, where that matters. */
  when?: string;
  /** Where something can be done about it; nothing for who may not go there. */
  href?: string;
}

/** Of each kind. */
const FEW = 3;
const SOON = 30;
/** How long ago work may have failed. */
const RECENT = 7 * 86_400_000;

/** Where work of each kind is looked at, and what opens that room. */
const ROOMS: Record<string, [href: string, ...anyOf: string[]]> = {
  codes_download: ['/codes', 'codes_view'],
  scm_upload: ['/supply-chain?state=failed', ...SCM_READ],
  ingestion: ['/work-orders/uploads', 'ingestion_view'],
  workorder_generate: ['/work-orders', 'workorder_view'],
  workorder_package: ['/work-orders', 'workorder_view'],
  workorder_withdraw: ['/work-orders', 'workorder_view'],
  workorder_remove: ['/work-orders', 'workorder_view'],
};

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
  const query = useQuery({ queryKey: ['dashboard', 'attention'], queryFn: api.dashboard.attention, enabled: may('campaign_view') });
  const alerts = query.data?.alerts ?? [];
  const names: Record<string, string> = t.campaign.alerts.types;
  const items = alerts.map(({ id, type, campaign, campaign_name: name, waiting, last_mail: mailed }): Item => ({
    key: `alert ${id}`, kind: 'alert', title: t.attention.alert(names[type] ?? type, name), href: `/campaigns/${campaign}?tab=alerts`,
    text: waiting || !mailed ? t.attention.alertWaiting : t.attention.alertMailed(agoWords(mailed, new Date())),
  }));
  const rest: Item = { key: 'alerts', kind: 'alert', title: t.attention.moreAlerts(alerts.length - FEW), text: '', href: '/campaigns' };
  return { ...query, items: few(items, alerts.length, rest) };
}

function useFailed() {
  const may = useMay();
  const query = useQuery({ queryKey: ['jobs', 'failed'], queryFn: () => api.jobs.list({ state: 'failed', ordering: '-created_at', limit: 50 }) });
  const failed = query.data?.results.filter(({ finished_at: end, created_at: begin }) => Date.now() - Date.parse(end ?? begin) < RECENT) ?? [];
  const item = ({ id, kind, failure, finished_at: end, created_at: begin }: Job): Item => {
    const [href, ...anyOf] = ROOMS[kind] ?? [];
    return {
      key: `job ${id}`, kind: 'job', title: t.attention.jobs[kind] ?? t.attention.job(kind), href: may(...anyOf) ? href : undefined,
      text: failure ? inWords(failure) : '', when: agoWords(end ?? begin, new Date()),
    };
  };
  const rest: Item = { key: 'jobs', kind: 'job', title: t.attention.moreJobs(failed.length - FEW), text: '' };
  return { ...query, items: few(failed.map(item), failed.length, rest) };
}

/** Of the whole company for who looks after all of them. */
function useTokens(what: 'ending' | 'wide') {
  const may = useMay();
  const { user, company } = useMe();
  const filter = what === 'ending' ? { ends_within_days: SOON } : { too_wide: 1 };
  const query = useQuery({
    queryKey: ['uats', what], enabled: may('api_access'),
    queryFn: () => api.uats.list({ ...filter, state: 'active', ordering: 'expires_at', limit: FEW, all: may('uat_manage') ? 1 : undefined }),
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
  const rest: Item = { key: what, kind: 'token', title: more(count - FEW), text: '', href: '/me' };
  return { ...query, items: few(query.data?.results.map(item) ?? [], count, rest) };
}
