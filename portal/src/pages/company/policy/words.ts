// Rules in words, and what differs between two of them. Pure.

import type { Rules } from '../../../api/types';
import { t } from '../../../text';

export const MEMBERS = [
  'min_days', 'default_days', 'max_days', 'forbidden', 'password_jwt', 'second_factor', 'leak_action', 'superseded_use',
] as const satisfies readonly (keyof Rules)[];

/** A member's value as people say it; `label` names a permission. */
export function valueWords(rules: Rules, member: keyof Rules, label: (permission: string) => string): string {
  const p = t.policy;
  switch (member) {
    case 'forbidden': return rules.forbidden.length === 0 ? p.noneForbidden : rules.forbidden.map(label).join(', ');
    case 'min_days': return rules.min_days === 0 ? p.noMinimum : p.days(rules.min_days);
    case 'password_jwt': return rules.password_jwt ? p.allowed : p.notAllowed;
    case 'second_factor': return p.secondFactors[rules.second_factor].label;
    case 'leak_action': return p.leakActions[rules.leak_action].label;
    case 'superseded_use': return p.supersededUses[rules.superseded_use].label;
    default: return p.days(rules[member]);
  }
}

/** The members that differ. Forbidden permissions are a set. */
export function changed(before: Rules, after: Rules): (keyof Rules)[] {
  const comparable = (rules: Rules, member: keyof Rules) =>
    member === 'forbidden' ? [...rules.forbidden].sort().join() : rules[member];
  return MEMBERS.filter((member) => comparable(before, member) !== comparable(after, member));
}

/** A change as the API takes it: what stays is not in it. */
export function changeOf(before: Rules, after: Rules): Partial<Rules> {
  return Object.fromEntries(changed(before, after).map((member) => [member, after[member]]));
}
