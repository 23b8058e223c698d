import { BrandSelect } from '../../parts/brand-select';
import { CampaignFilter } from '../../parts/campaign-filter';
import { ArchivedFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import type { ListAddress } from '../../parts/list-address';
import { t } from '../../text';

export function ProductFilters({ address }: { address: ListAddress }) {
  const [brand, setBrand] = useFilter('brand');
  return (
    <Filters address={address}>
      <SearchFilter label={t.products.search} />
      <BrandSelect
        aria-label={t.products.brand} placeholder={t.products.allBrands} clearable className="cm-activity-filter"
        value={brand || null} onChange={setBrand}
      />
      <CampaignFilter name="campaign" label={t.products.campaign} all={t.products.allCampaigns} />
      <ArchivedFilter />
    </Filters>
  );
}
