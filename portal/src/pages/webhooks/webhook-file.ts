// The file of a list of webhooks.

import type { Webhook } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const WEBHOOK_FILE: FileColumns<Webhook> = {
  id: ({ id }) => id,
  url: ({ url }) => url,
  events: ({ events }) => events,
  is_active: ({ is_active }) => is_active,
  failing_since: ({ failing_since }) => failing_since,
  disabled_at: ({ disabled_at }) => disabled_at,
  creation_date: ({ creation_date }) => creation_date,
};
