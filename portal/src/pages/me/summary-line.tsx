// What the token will be, in words that follow every change of the form.

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { Budgets, Permission, Uat } from '../../api/types';
import { reachOf, useNames, type Kind, type Reach } from '../../parts/reach';
import { t } from '../../text';
import { summary } from './summary';

interface Props { permissions: Permission[]; validUntil: string | null; reach: Reach; networks: string[]; isWatched: boolean; budgets: Budgets }

/** More than these are counted. */
const NAMED = 2;

export function SummaryLine({ permissions, validUntil, reach, networks, isWatched, budgets }: Props) {
  const reached = [
    ...useReached('brands', reach.brands), ...useReached('products', reach.products), ...useReached('campaigns', reach.campaigns),
  ];
  return (
    <Text size="sm" role="status" className="cm-token-summary cm-wrap">
      {summary({ permissions, validUntil, reach: reached, networks, isWatched, limits: Object.keys(budgets).length })}
    </Text>
  );
}

/** The same of a token that is there, as it is or as it would be after a change. */
export function UatSummary({ uat, ...change }: { uat: Uat; validUntil?: string } & Partial<Pick<Uat, 'permissions' | 'budgets'>> & { reach?: Reach }) {
  const all = useQuery({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: 600_000 });
  const names = change.permissions ?? uat.permissions;
  if (!all.data) return null;
  return (
    <SummaryLine
      permissions={all.data.results.filter(({ name }) => names.includes(name))} validUntil={change.validUntil ?? uat.valid_until}
      reach={change.reach ?? reachOf(uat.only)} networks={uat.networks} isWatched={uat.network_mode === 'observe'} budgets={change.budgets ?? uat.budgets}
    />
  );
}

const COUNTS: Record<Kind, (count: number) => string> = {
  brands: t.reach.brandCount, products: t.reach.productCount, campaigns: t.reach.campaignCount,
};

/** The names of a few, how many of many. */
function useReached(kind: Kind, ids: string[]): string[] {
  const named = ids.length > NAMED ? [] : ids.map(Number);
  const names = useNames(kind, named);
  if (ids.length > NAMED) return [COUNTS[kind](ids.length)];
  return named.map((id) => names.get(id)?.label ?? t.reach.unnamed[kind](id));
}
