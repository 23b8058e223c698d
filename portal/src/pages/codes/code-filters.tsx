import { CampaignFilter } from '../../parts/campaign-filter';
import { ChoiceFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { useMay } from '../../parts/me';
import { ProductFilter } from '../../parts/product-filter';
import { WorkOrderSelect } from '../../parts/work-order-select';
import { t } from '../../text';
import { STATUSES } from './code-status';

export function CodeFilters() {
  const may = useMay();
  const [order, setOrder] = useFilter('workorder');
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
      <ProductFilter name="products" label={t.codes.product} all={t.codes.allProducts} />
      <CampaignFilter name="campaign" label={t.codes.campaign} all={t.codes.allCampaigns} />
    </Filters>
  );
}
