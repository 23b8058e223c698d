// The file of a list of uploads of supply-chain data.

import type { ScmTask } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const TASK_FILE: FileColumns<ScmTask> = {
  id: ({ id }) => id,
  reference: ({ reference }) => reference,
  source: ({ source }) => source,
  state: ({ state }) => state,
  scm_fields: ({ scm_fields }) => scm_fields,
  codes_affected: ({ codes_affected }) => codes_affected,
  total_updates: ({ total_updates }) => total_updates,
  created_by: ({ created_by_email }) => created_by_email,
  created_at: ({ created_at }) => created_at,
  started_at: ({ started_at }) => started_at,
  completed_at: ({ completed_at }) => completed_at,
  failure: ({ failure }) => failure,
};
