// The file of a list of uploads of codes.

import type { Ingestion } from '../../../api/types';
import type { FileColumns } from '../../../parts/csv-file';

export const UPLOAD_FILE: FileColumns<Ingestion> = {
  key: ({ key }) => key,
  state: ({ state }) => state,
  template: ({ template }) => template,
  filetype: ({ filetype }) => filetype,
  quantity: ({ quantity }) => quantity,
  done: ({ done }) => done,
  error_count: ({ error_count }) => error_count,
  workorder: ({ workorder }) => workorder,
  product: ({ product }) => product,
  created_by: ({ created_by }) => created_by.email,
  creation_date: ({ creation_date }) => creation_date,
  completion_date: ({ completion_date }) => completion_date,
  failure: ({ failure }) => failure,
};
