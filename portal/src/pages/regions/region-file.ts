// The file of a list of regions.

import type { Region } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const REGION_FILE: FileColumns<Region> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  countries: ({ countries }) => countries,
  is_archived: ({ is_archived }) => is_archived,
  creation_date: ({ creation_date }) => creation_date,
};
