import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import type { WorkOrder } from '../../../api/types';
import { Badge } from '../../../parts/badge';
import { timeWords } from '../../../parts/dates';
import { Facts } from '../../../parts/facts';
import { ArchiveIcon } from '../../../parts/icons';
import { useMay, useMe } from '../../../parts/me';
import { t } from '../../../text';
import { OrderBadge } from '../order-state';

export function OrderFacts({ order }: { order: WorkOrder }) {
  const { company } = useMe();
  const words = t.workOrders;
  const at = (instant: string) => timeWords(instant, company.time_zone);
  const facts: ([string, React.ReactNode] | false)[] = [
    [words.facts.state, (
      <span key="state">
        <OrderBadge order={order} /> {order.is_archived && <Badge tone="quiet" icon={<ArchiveIcon size={13} />}>{t.common.archived}</Badge>}
      </span>
    )],
    [words.facts.quantity, order.quantity.toLocaleString(t.language)],
    [words.facts.type, words.sid],
    [words.facts.product, order.product ? <Product key="product" product={order.product} /> : words.noProduct],
    typeof order.template === 'number' && [words.facts.template, <TemplateName key="template" id={order.template} />],
    [words.facts.activate, order.activate_on_complete ? words.active : words.inactive],
    [words.facts.serials, order.use_serial_number ? words.yes : words.no],
    [words.facts.images, words.imageWords[order.images]],
    order.remarks !== '' && [words.facts.remarks, <span key="remarks" style={{ whiteSpace: 'pre-line' }}>{order.remarks}</span>],
    [words.facts.ordered, <>{at(order.creation_date)}<br /><small>{words.by(order.created_by.email)}</small></>],
    Boolean(order.completion_date) && [words.facts.completed, at(order.completion_date ?? '')],
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}

function Product({ product: { name, sku } }: { product: NonNullable<WorkOrder['product']> }) {
  const may = useMay();
  return (
    <>
      {may('product_view') ? <Link href={`/products?search=${encodeURIComponent(sku)}`} className="cm-plain-link">{name}</Link> : name}
      <br /><small>{sku}</small>
    </>
  );
}

function TemplateName({ id }: { id: number }) {
  const { data } = useQuery({ queryKey: ['templates', 'one', String(id)], queryFn: () => api.templates.get(String(id)) });
  return (
    <Link href={`/work-orders/templates?search=${encodeURIComponent(data?.name ?? '')}${data?.is_archived ? '&is_archived=1' : ''}`} className="cm-plain-link">
      {data?.name ?? id}
    </Link>
  );
}
