import { Button } from '@mantine/core';
import { ALERT_TYPES } from '../../api/types';
import { CampaignFilter } from '../../parts/campaign-filter';
import { CountryFilter } from '../../parts/country-filter';
import { ChoiceFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { ANY_FLAG } from '../../parts/flags';
import { useMay } from '../../parts/me';
import { PeriodFilter, type Period } from '../../parts/period-filter';
import { ProductFilter } from '../../parts/product-filter';
import { statusOf, VERDICTS } from '../../parts/verdicts';
import { ZoneNote } from '../../parts/zone-note';
import { t } from '../../text';
import { ScmFilter } from './scm-filter';

export function ScanFilters({ usual, onClear }: { usual: Period; onClear?: () => void }) {
  const may = useMay();
  const [campaign] = useFilter('campaign_id');
  const [from] = useFilter('date_from');
  const [to] = useFilter('date_to');
  const isOfDays = Boolean(from || to);
  return (
    <Filters>
      <SearchFilter name="extended_id" label={t.scans.ofCode} />
      <PeriodFilter choices={['1d', '7d', '30d', '90d', '1y']} usual={usual} />
      {isOfDays && <ZoneNote />}
      <ChoiceFilter
        name="activation_status" label={t.scans.verdict} all={t.scans.allVerdicts}
        choices={VERDICTS.map((verdict) => [String(statusOf(verdict)), t.dashboard.verdicts[verdict]])}
      />
      <ChoiceFilter
        name="flags" label={t.scans.flag} all={t.scans.allFlags}
        choices={[[ANY_FLAG, t.scans.anyFlag], ...ALERT_TYPES.map((flag): [string, string] => [flag, t.alertTypes[flag]])]}
      />
      <CampaignFilter name="campaign_id" label={t.dashboard.campaign} all={t.dashboard.allCampaigns} />
      {may('campaign_view') && campaign && <ScmFilter campaign={Number(campaign)} />}
      <CountryFilter />
      <ProductFilter name="product" label={t.dashboard.product} all={t.dashboard.allProducts} />
      {onClear && <Button variant="subtle" px="xs" onClick={onClear}>{t.common.clearFilters}</Button>}
    </Filters>
  );
}
