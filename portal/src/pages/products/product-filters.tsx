import { NativeSelect } from '@mantine/core';
import { BrandSelect } from '../../parts/brand-select';
import { CampaignFilter } from '../../parts/campaign-filter';
import { ArchivedFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { t } from '../../text';

export function ProductFilters() {
  const [brand, setBrand] = useFilter('brand');
  const [ordering, setOrdering] = useFilter('ordering');
  return (
    <Filters>
      <SearchFilter label={t.products.search} />
      <BrandSelect
        aria-label={t.products.brand} placeholder={t.products.allBrands} clearable className="cm-activity-filter"
        value={brand || null} onChange={setBrand}
      />
      <CampaignFilter name="campaign" label={t.products.campaign} all={t.products.allCampaigns} />
      <NativeSelect
        aria-label={t.common.sort} value={ordering || '-creation_date'} onChange={(event) => setOrdering(event.currentTarget.value)}
        data={Object.entries(t.products.sorts).map(([value, label]) => ({ value, label }))}
      />
      <ArchivedFilter />
    </Filters>
  );
}
