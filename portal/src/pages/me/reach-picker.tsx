// Which brands and products a token reaches: all of the company's, or only certain ones.

import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Only } from '../../api/types';
import { BRAND_READ, useMay } from '../../parts/me';
import type { Reach } from '../../parts/reach';
import { t } from '../../text';
import { MultiFind } from './multi-find';
import { TokenLimit } from './token-limits';

interface Props {
  value?: Reach;
  onChange: (value: Reach) => void;
  error?: ReactNode;
  /** What the token is limited to already: it can only become less. */
  within?: Only | null;
}

export function ReachPicker({ value = { brands: [], products: [] }, onChange, error, within }: Props) {
  const may = useMay();
  // Who sees neither has nothing to choose from.
  if (!may(...BRAND_READ)) return null;
  return (
    <TokenLimit title={t.reach.part} summary={summary(value)} error={error}>
      <Text size="xs" c="dimmed">{within ? t.reach.onlyLess : t.reach.hint}</Text>
      <Stack gap="sm" mt="sm">
        <MultiFind
          kind="brands" label={t.reach.brands} description={t.reach.brandsHint} within={within?.brands}
          value={value.brands} onChange={(brands) => onChange({ ...value, brands })}
        />
        {may('product_view') && (
          <MultiFind
            kind="products" label={t.reach.products} description={t.reach.productsHint} within={within?.products}
            value={value.products} onChange={(products) => onChange({ ...value, products })}
          />
        )}
        {error && <Text size="xs" c="var(--mantine-color-error)" role="alert">{error}</Text>}
      </Stack>
    </TokenLimit>
  );
}

function summary({ brands, products }: Reach): string {
  const parts = [brands.length > 0 && t.reach.brandCount(brands.length), products.length > 0 && t.reach.productCount(products.length)];
  return parts.filter(Boolean).join(', ') || t.limits.none;
}

/** A list of a token can become shorter, but it never goes away. */
export function reachProblem({ brands, products }: Reach, within?: Only | null): string | null {
  const isGone = (list: string[], before?: number[] | null) => Boolean(before) && list.length === 0;
  return isGone(brands, within?.brands) || isGone(products, within?.products) ? t.reach.keepOne : null;
}
