// What the server makes of a token when it is rotated, as far as it can be said before.

import type { Permissions, Uat } from '../../api/types';
import { addDays, daysBetween, todayIn } from '../../parts/dates';

/** It lives as long as the old one was meant to, within the policy, and has of its rights what can still be given. */
export function successorOf(uat: Pick<Uat, 'created_at' | 'valid_until' | 'permissions'>, { results, policy }: Permissions, timeZone: string) {
  const life = daysBetween(todayIn(timeZone, new Date(uat.created_at)), uat.valid_until);
  const day = addDays(policy.today, life);
  return {
    validUntil: day < policy.latest ? day : policy.latest,
    permissions: results.filter(({ name, grantable }) => grantable && uat.permissions.includes(name)).map(({ name }) => name),
  };
}
