// Whether a token reaches all of the company or only certain brands or products.

import { Checkbox, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Only } from '../../api/types';
import { BRAND_READ, useMay } from '../../parts/me';
import type { Reach } from '../../parts/reach';
import { t } from '../../text';
import { MultiFind } from './multi-find';

interface Props {
  value?: Reach;
  onChange: (value: Reach) => void;
  error?: ReactNode;
  /** What the token is limited to already: it can only become less. */
  within?: Only | null;
}

export function ReachPicker({ value = { isLimited: false, brands: [], products: [] }, onChange, error, within }: Props) {
  const may = useMay();
  // Who sees neither has nothing to choose from.
  if (!may(...BRAND_READ)) return null;
  return (
    <div>
      {within ? <Already /> : (
        <Checkbox
          label={t.reach.only} description={t.reach.onlyHint} checked={value.isLimited}
          onChange={(event) => onChange({ ...value, isLimited: event.currentTarget.checked })}
        />
      )}
      {value.isLimited && (
        <Stack gap="sm" mt="sm" className="cm-reach">
          <MultiFind
            kind="brands" label={t.reach.brands} description={t.reach.brandsHint} within={within?.brands}
            value={value.brands} onChange={(brands) => onChange({ ...value, brands })} aria-invalid={error ? true : undefined}
          />
          {may('product_view') && (
            <MultiFind
              kind="products" label={t.reach.products} description={t.reach.productsHint} within={within?.products}
              value={value.products} onChange={(products) => onChange({ ...value, products })}
            />
          )}
          {error && <Text size="xs" c="var(--mantine-color-error)" role="alert">{error}</Text>}
        </Stack>
      )}
    </div>
  );
}

function Already() {
  return (
    <>
      <Text size="sm" fw={600}>{t.reach.title}</Text>
      <Text size="xs" c="dimmed">{t.reach.onlyLess}</Text>
    </>
  );
}

/** The sentence about what is missing. A list of a token can become shorter, but not go away. */
export function reachProblem({ isLimited, brands, products }: Reach, within?: Only | null): string | null {
  if (!isLimited) return null;
  const isGone = (list: string[], before?: number[] | null) => Boolean(before) && list.length === 0;
  if (isGone(brands, within?.brands) || isGone(products, within?.products)) return t.reach.keepOne;
  return brands.length + products.length > 0 ? null : t.reach.needOne;
}
