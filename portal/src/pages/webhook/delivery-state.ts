// What has become of a call.

import type { Delivery } from '../../api/types';

export const STATES = ['delivered', 'waiting', 'retrying', 'failed'] as const;
export type DeliveryState = (typeof STATES)[number];

type Told = Pick<Delivery, 'delivered_at' | 'next_attempt' | 'attempts' | 'failure'>;

export function stateOf({ delivered_at, next_attempt, attempts, failure }: Told): DeliveryState {
  if (delivered_at) return 'delivered';
  // The first attempt may be on its way just now.
  if (next_attempt) return attempts > 0 && failure ? 'retrying' : 'waiting';
  return 'failed';
}
