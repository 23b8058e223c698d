// The file of a list of work orders.

import type { WorkOrder } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const ORDER_FILE: FileColumns<WorkOrder> = {
  id: ({ id }) => id,
  reference: ({ reference }) => reference,
  remarks: ({ remarks }) => remarks,
  state: ({ state }) => state,
  product_id: ({ product }) => product?.id,
  product_sku: ({ product }) => product?.sku,
  product_name: ({ product }) => product?.name,
  quantity: ({ quantity }) => quantity,
  generated: ({ generated }) => generated,
  activate_on_complete: ({ activate_on_complete }) => activate_on_complete,
  use_serial_number: ({ use_serial_number }) => use_serial_number,
  images: ({ images }) => images,
  created_by: ({ created_by }) => created_by.email,
  creation_date: ({ creation_date }) => creation_date,
  completion_date: ({ completion_date }) => completion_date,
  failure: ({ failure }) => failure,
  is_archived: ({ is_archived }) => is_archived,
};
