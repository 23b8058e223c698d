import { NativeSelect } from '@mantine/core';
import { BrandSelect } from '../../parts/brand-select';
import { CampaignSelect } from '../../parts/campaign-select';
import { ArchivedFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { useMay } from '../../parts/me';
import { t } from '../../text';

export function ProductFilters() {
  const may = useMay();
  const [brand, setBrand] = useFilter('brand');
  const [campaign, setCampaign] = useFilter('campaign');
  const [ordering, setOrdering] = useFilter('ordering');
  return (
    <Filters>
      <SearchFilter label={t.products.search} />
      <BrandSelect
        aria-label={t.products.brand} placeholder={t.products.allBrands} clearable className="cm-activity-filter"
        value={brand || null} onChange={setBrand}
      />
      {may('campaign_view') && (
        <CampaignSelect
          aria-label={t.products.campaign} placeholder={t.products.allCampaigns} clearable className="cm-activity-filter"
          value={campaign || null} onChange={setCampaign}
        />
      )}
      <NativeSelect
        aria-label={t.common.sort} value={ordering || '-creation_date'} onChange={(event) => setOrdering(event.currentTarget.value)}
        data={Object.entries(t.products.sorts).map(([value, label]) => ({ value, label }))}
      />
      <ArchivedFilter />
    </Filters>
  );
}
