// The file of a list of campaigns.

import type { Campaign } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const CAMPAIGN_FILE: FileColumns<Campaign> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  product_count: ({ product_count }) => product_count,
  is_archived: ({ is_archived }) => is_archived,
  creation_date: ({ creation_date }) => creation_date,
};
