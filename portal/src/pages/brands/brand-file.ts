// The file of a list of brands.

import type { Brand } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const BRAND_FILE: FileColumns<Brand> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  reference: ({ reference }) => reference,
  description: ({ description }) => description,
  client_url: ({ client_url }) => client_url,
  product_count: ({ product_count }) => product_count,
  is_archived: ({ is_archived }) => is_archived,
  creation_date: ({ creation_date }) => creation_date,
};
