// Which brands, products and campaigns a token reaches: all of the company's, or only certain ones.

import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Only } from '../../api/types';
import { ChooseMany } from '../../parts/choose-many';
import { BRAND_READ, useMay } from '../../parts/me';
import { sourceOf, type Reach } from '../../parts/reach';
import { t } from '../../text';
import { TokenLimit } from './token-limits';

interface Props {
  value?: Reach;
  onChange: (value: Reach) => void;
  error?: ReactNode;
  /** What the token is limited to already: it can only become less. */
  within?: Only | null;
}

export function ReachPicker({ value = { brands: [], products: [], campaigns: [] }, onChange, error, within }: Props) {
  const may = useMay();
  // Who sees none of them has nothing to choose from.
  if (!may(...BRAND_READ, 'campaign_view')) return null;
  return (
    <TokenLimit title={t.reach.part} summary={summary(value)} error={error}>
      <Text size="xs" c="dimmed">{within ? t.reach.onlyLess : t.reach.hint}</Text>
      <Stack gap="sm" mt="sm">
        {may(...BRAND_READ) && (
          <ChooseMany
            from={sourceOf('brands')} label={t.reach.brands} description={t.reach.brandsHint} within={within?.brands}
            value={value.brands} onChange={(brands) => onChange({ ...value, brands })}
          />
        )}
        {may('product_view') && (
          <ChooseMany
            from={sourceOf('products')} label={t.reach.products} description={t.reach.productsHint} within={within?.products}
            value={value.products} onChange={(products) => onChange({ ...value, products })}
          />
        )}
        {may('campaign_view') && (
          <ChooseMany
            from={sourceOf('campaigns')} label={t.reach.campaigns} description={t.reach.campaignsHint} within={within?.campaigns}
            value={value.campaigns} onChange={(campaigns) => onChange({ ...value, campaigns })}
          />
        )}
        {error && <Text size="xs" c="var(--mantine-color-error)" role="alert">{error}</Text>}
      </Stack>
    </TokenLimit>
  );
}

function summary({ brands, products, campaigns }: Reach): string {
  const parts = [
    brands.length > 0 && t.reach.brandCount(brands.length),
    products.length > 0 && t.reach.productCount(products.length),
    campaigns.length > 0 && t.reach.campaignCount(campaigns.length),
  ];
  return parts.filter(Boolean).join(', ') || t.limits.none;
}

/** A list of a token can become shorter, but it never goes away. */
export function reachProblem(reach: Reach, within?: Only | null): string | null {
  const isGone = (kind: keyof Reach) => Boolean(within?.[kind]) && reach[kind].length === 0;
  return isGone('brands') || isGone('products') || isGone('campaigns') ? t.reach.keepOne : null;
}
