import { NativeSelect } from '@mantine/core';
import { BrandSelect } from '../../parts/brand-select';
import { ArchivedFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { t } from '../../text';

export function ProductFilters() {
  const [brand, setBrand] = useFilter('brand');
  const [ordering, setOrdering] = useFilter('ordering');
  return (
    <Filters>
      <SearchFilter label={t.products.search} />
      <BrandSelect
        aria-label={t.products.brand} placeholder={t.products.allBrands} clearable w={180}
        value={brand || null} onChange={setBrand}
      />
      <NativeSelect
        aria-label={t.common.sort} value={ordering || '-creation_date'} onChange={(event) => setOrdering(event.currentTarget.value)}
        data={Object.entries(t.products.sorts).map(([value, label]) => ({ value, label }))}
      />
      <ArchivedFilter />
    </Filters>
  );
}
