import { Button, Switch } from '@mantine/core';
import { CampaignFilter } from '../../parts/campaign-filter';
import { CountryFilter } from '../../parts/country-filter';
import { Filters, useFilter } from '../../parts/filters';
import { PeriodFilter, type Period } from '../../parts/period-filter';
import { ProductFilter } from '../../parts/product-filter';
import { t } from '../../text';

export function DashboardFilters({ usual, onClear }: { usual: Period; onClear?: () => void }) {
  const [view, setView] = useFilter('view');
  return (
    <Filters>
      <PeriodFilter choices={['7d', '30d', '90d', '1y']} usual={usual} />
      <CampaignFilter name="campaign_id" label={t.dashboard.campaign} all={t.dashboard.allCampaigns} />
      <ProductFilter name="product" label={t.dashboard.product} all={t.dashboard.allProducts} />
      <CountryFilter />
      <Switch
        label={t.dashboard.asTables} checked={view === 'tables'}
        onChange={(event) => setView(event.currentTarget.checked ? 'tables' : null)}
      />
      {onClear && <Button variant="subtle" px="xs" onClick={onClear}>{t.common.clearFilters}</Button>}
    </Filters>
  );
}
