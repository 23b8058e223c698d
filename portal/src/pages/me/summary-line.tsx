// What the token will be, in words that follow every change of the form.

import { Text } from '@mantine/core';
import type { Permission } from '../../api/types';
import { useNames, type Kind, type Reach } from '../../parts/reach';
import { t } from '../../text';
import { summary } from './summary';

interface Props { permissions: Permission[]; validUntil: string | null; reach: Reach; networks: string[]; isWatched: boolean }

/** More than these are counted. */
const NAMED = 2;

export function SummaryLine({ permissions, validUntil, reach, networks, isWatched }: Props) {
  const reached = [
    ...useReached('brands', reach.brands), ...useReached('products', reach.products), ...useReached('campaigns', reach.campaigns),
  ];
  return (
    <Text size="sm" role="status" className="cm-token-summary cm-wrap">
      {summary({ permissions, validUntil, reach: reached, networks, isWatched })}
    </Text>
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
