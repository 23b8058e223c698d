import { CampaignSelect } from '../../parts/campaign-select';
import { ChoiceFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { useMay } from '../../parts/me';
import { ProductSelect } from '../../parts/product-select';
import { WorkOrderSelect } from '../../parts/work-order-select';
import { t } from '../../text';
import { STATUSES } from './code-status';

export function CodeFilters() {
  const may = useMay();
  const [order, setOrder] = useFilter('workorder');
  const [product, setProduct] = useFilter('products');
  const [campaign, setCampaign] = useFilter('campaign');
  return (
    <Filters>
      <SearchFilter label={t.codes.search} />
      <ChoiceFilter
        name="status" label={t.codes.status} all={t.codes.allStatuses}
        choices={STATUSES.map((status, number) => [String(number), t.codes.statuses[status]])}
      />
      {may('workorder_view') && (
        <WorkOrderSelect
          aria-label={t.codes.order} placeholder={t.codes.allOrders} clearable className="cm-activity-filter"
          value={order || null} onChange={setOrder}
        />
      )}
      {may('product_view') && (
        <ProductSelect
          aria-label={t.codes.product} placeholder={t.codes.allProducts} clearable className="cm-activity-filter"
          value={product || null} onChange={setProduct}
        />
      )}
      {may('campaign_view') && (
        <CampaignSelect
          aria-label={t.codes.campaign} placeholder={t.codes.allCampaigns} clearable className="cm-activity-filter"
          value={campaign || null} onChange={setCampaign}
        />
      )}
    </Filters>
  );
}
