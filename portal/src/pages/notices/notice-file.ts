// The file of a list of notices.

import type { Notice } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const NOTICE_FILE: FileColumns<Notice> = {
  id: ({ id }) => id,
  kind: ({ kind }) => kind,
  text: ({ text }) => text,
  uat_id: ({ uat }) => uat.id,
  uat_name: ({ uat }) => uat.name,
  created_at: ({ created_at }) => created_at,
};
