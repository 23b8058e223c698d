// The file of a list of templates.

import type { Template } from '../../../api/types';
import type { FileColumns } from '../../../parts/csv-file';

export const TEMPLATE_FILE: FileColumns<Template> = {
  id: ({ id }) => id,
  key: ({ key }) => key,
  name: ({ name }) => name,
  description: ({ description }) => description,
  product_id: ({ product }) => product?.id,
  product_sku: ({ product }) => product?.sku,
  product_name: ({ product }) => product?.name,
  activate_on_complete: ({ activate_on_complete }) => activate_on_complete,
  use_serial_number: ({ use_serial_number }) => use_serial_number,
  images: ({ images }) => images,
  is_archived: ({ is_archived }) => is_archived,
  creation_date: ({ creation_date }) => creation_date,
};
