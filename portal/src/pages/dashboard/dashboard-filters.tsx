import { Button, Switch } from '@mantine/core';
import { CampaignFilter } from '../../parts/campaign-filter';
import { CountrySelect } from '../../parts/country-select';
import { Filters, useFilter } from '../../parts/filters';
import { PeriodFilter, type Period } from '../../parts/period-filter';
import { ProductFilter } from '../../parts/product-filter';
import { t } from '../../text';

/** As many as the server takes. */
const MOST = 50;

export function DashboardFilters({ usual, onClear }: { usual: Period; onClear?: () => void }) {
  const [country, setCountry] = useFilter('country');
  const [view, setView] = useFilter('view');
  const countries = country ? country.split(',') : [];
  return (
    <Filters>
      <PeriodFilter choices={['7d', '30d', '90d', '1y']} usual={usual} />
      <CampaignFilter name="campaign_id" label={t.dashboard.campaign} all={t.dashboard.allCampaigns} />
      <ProductFilter name="product" label={t.dashboard.product} all={t.dashboard.allProducts} />
      <CountrySelect
        aria-label={t.dashboard.country} placeholder={countries.length > 0 ? undefined : t.dashboard.allCountries} className="cm-activity-filter cm-country-filter"
        value={countries} onChange={(next) => setCountry(next.join(','))} maxValues={MOST}
      />
      <Switch
        label={t.dashboard.asTables} checked={view === 'tables'}
        onChange={(event) => setView(event.currentTarget.checked ? 'tables' : null)}
      />
      {onClear && <Button variant="subtle" px="xs" onClick={onClear}>{t.common.clearFilters}</Button>}
    </Filters>
  );
}
