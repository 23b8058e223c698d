// What the person may do with an order as it is.

import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { useMay } from '../../parts/me';
import { notifyDone, notifyProblem } from '../../parts/problem-alert';
import type { RowAction } from '../../parts/row-menu';
import { saveAs } from '../../parts/save-as';
import { t } from '../../text';
import type { Action } from './order-action';

export interface ActionOptions { onEdit: (order: WorkOrder) => void; onAction: (action: Action) => void }

export function useOrderActions({ onEdit, onAction }: ActionOptions): (order: WorkOrder) => (RowAction | false)[] {
  const may = useMay();
  return (order) => [
    may('workorder_edit') && { label: t.common.edit, onClick: () => onEdit(order) },
    hasSerials(order) && may('workorder_sid_download') && { label: t.workOrders.downloadSerials, onClick: () => void saveSerials(order) },
    order.state === 'new' && may('workorder_cancel')
      && { label: t.workOrders.cancel, onClick: () => onAction({ kind: 'cancel', order }), isDangerous: true },
    may('workorder_archive') && (order.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', order }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', order }) }),
    // Any other order has codes that may be on items.
    order.state === 'canceled' && may('workorder_delete')
      && { label: t.common.remove, onClick: () => onAction({ kind: 'remove', order }), isDangerous: true },
  ];
}

export const hasSerials = ({ state, use_serial_number: hasThem }: WorkOrder) => state === 'completed' && hasThem;

export async function saveSerials({ id, reference }: WorkOrder) {
  try {
    saveAs(await api.workOrders.serials(id), t.workOrders.serialsFile(reference));
    notifyDone(t.workOrders.serialsSaved);
  } catch (problem) {
    notifyProblem(problem);
  }
}
