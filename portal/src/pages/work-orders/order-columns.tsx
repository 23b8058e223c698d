import { ActionIcon, Group } from '@mantine/core';
import { Link } from 'wouter';
import type { WorkOrder } from '../../api/types';
import { Ago } from '../../parts/ago';
import { Badge } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { ArchiveIcon, DownloadIcon } from '../../parts/icons';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import { OrderState } from './order-state';
import { useOrderActions, type ActionOptions } from './use-order-actions';
import { useOrderFile } from './use-order-file';

export function useOrderColumns(options: ActionOptions): Column<WorkOrder>[] {
  const actions = useOrderActions(options);
  const c = t.workOrders.columns;
  return [
    {
      key: 'order', header: c.order, sort: 'reference', isRowHeader: true,
      cell: ({ id, reference, remarks, is_archived }) => (
        <span className="cm-two-lines cm-wrap">
          <span>
            <Link href={`/work-orders/${id}`} className="cm-plain-link">{reference}</Link>
            {is_archived && <> <Badge tone="quiet" icon={<ArchiveIcon size={13} />}>{t.common.archived}</Badge></>}
          </span>
          {remarks && <small className="cm-one-line">{remarks}</small>}
        </span>
      ),
    },
    { key: 'state', header: c.state, cell: (order) => <OrderState order={order} /> },
    {
      key: 'product', header: c.product,
      cell: ({ product }) => product && <span className="cm-two-lines cm-wrap"><span>{product.name}</span><small>{product.sku}</small></span>,
    },
    { key: 'codes', header: c.codes, align: 'right', cell: ({ quantity }) => quantity.toLocaleString(t.language) },
    {
      key: 'made', header: c.made, sort: 'creation_date',
      cell: ({ creation_date: at, created_by: { email } }) => (
        <><Ago at={at} /><br /><small className="cm-dim cm-wrap">{email}</small></>
      ),
    },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (order) => (
        <Group gap={2} justify="flex-end" wrap="nowrap">
          <FileButton order={order} />
          <RowMenu name={order.reference} actions={actions(order)} />
        </Group>
      ),
    },
  ];
}

function FileButton({ order: { id, reference, codegen_file: file } }: { order: WorkOrder }) {
  const may = useMay();
  const save = useOrderFile();
  if (!file || !may('workorder_download')) return null;
  return (
    <ActionIcon
      loading={save.isPending} onClick={() => save.mutate(id)} variant="subtle" color="gray" size="lg"
      className="cm-quiet-button" aria-label={t.workOrders.downloadOf(reference)} title={t.workOrders.download}
    >
      <DownloadIcon />
    </ActionIcon>
  );
}
