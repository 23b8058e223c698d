import { Button, Switch } from '@mantine/core';
import { CampaignSelect } from '../../parts/campaign-select';
import { CountrySelect } from '../../parts/country-select';
import { Filters, useFilter } from '../../parts/filters';
import { useMay } from '../../parts/me';
import { PeriodFilter, type Period } from '../../parts/period-filter';
import { ProductSelect } from '../../parts/product-select';
import { t } from '../../text';

/** As many as the server takes. */
const MOST = 50;

export function DashboardFilters({ usual, onClear }: { usual: Period; onClear?: () => void }) {
  const may = useMay();
  const [campaign, setCampaign] = useFilter('campaign_id');
  const [product, setProduct] = useFilter('product');
  const [country, setCountry] = useFilter('country');
  const [view, setView] = useFilter('view');
  const countries = country ? country.split(',') : [];
  return (
    <Filters>
      <PeriodFilter choices={['7d', '30d', '90d', '1y']} usual={usual} />
      {may('campaign_view') && (
        <CampaignSelect
          aria-label={t.dashboard.campaign} placeholder={t.dashboard.allCampaigns} clearable className="cm-activity-filter"
          value={campaign || null} onChange={setCampaign}
        />
      )}
      {may('product_view') && (
        <ProductSelect
          aria-label={t.dashboard.product} placeholder={t.dashboard.allProducts} clearable className="cm-activity-filter"
          value={product || null} onChange={setProduct}
        />
      )}
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
