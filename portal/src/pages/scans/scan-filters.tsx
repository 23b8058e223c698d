import { Button } from '@mantine/core';
import { ALERT_TYPES } from '../../api/types';
import { CampaignSelect } from '../../parts/campaign-select';
import { ChoiceFilter, Filters, useFilter } from '../../parts/filters';
import { ANY_FLAG } from '../../parts/flags';
import { useMay } from '../../parts/me';
import { PeriodFilter, type Period } from '../../parts/period-filter';
import { ProductSelect } from '../../parts/product-select';
import { statusOf, VERDICTS } from '../../parts/verdicts';
import { t } from '../../text';
import { ScmFilter } from './scm-filter';

export function ScanFilters({ usual, onClear }: { usual: Period; onClear?: () => void }) {
  const may = useMay();
  const [campaign, setCampaign] = useFilter('campaign_id');
  const [product, setProduct] = useFilter('product');
  return (
    <Filters>
      <PeriodFilter choices={['1d', '7d', '30d', '90d', '1y']} usual={usual} />
      <ChoiceFilter
        name="activation_status" label={t.scans.verdict} all={t.scans.allVerdicts}
        choices={VERDICTS.map((verdict) => [String(statusOf(verdict)), t.dashboard.verdicts[verdict]])}
      />
      <ChoiceFilter
        name="flags" label={t.scans.flag} all={t.scans.allFlags}
        choices={[[ANY_FLAG, t.scans.anyFlag], ...ALERT_TYPES.map((flag): [string, string] => [flag, t.campaign.alerts.types[flag]])]}
      />
      {may('campaign_view') && (
        <CampaignSelect
          aria-label={t.dashboard.campaign} placeholder={t.dashboard.allCampaigns} clearable className="cm-activity-filter"
          value={campaign || null} onChange={setCampaign}
        />
      )}
      {may('campaign_view') && campaign && <ScmFilter campaign={Number(campaign)} />}
      {may('product_view') && (
        <ProductSelect
          aria-label={t.dashboard.product} placeholder={t.dashboard.allProducts} clearable className="cm-activity-filter"
          value={product || null} onChange={setProduct}
        />
      )}
      {onClear && <Button variant="subtle" px="xs" onClick={onClear}>{t.common.clearFilters}</Button>}
    </Filters>
  );
}
