// The file of a list of calls of a webhook.

import type { Delivery } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const DELIVERY_FILE: FileColumns<Delivery> = {
  id: ({ id }) => id,
  event: ({ event }) => event,
  attempts: ({ attempts }) => attempts,
  status: ({ status }) => status,
  failure: ({ failure }) => failure,
  creation_date: ({ creation_date }) => creation_date,
  delivered_at: ({ delivered_at }) => delivered_at,
  next_attempt: ({ next_attempt }) => next_attempt,
};
