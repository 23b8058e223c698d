// An entry of the log in words. Actions that this portal does not know are shown as they are.

import type { AuditEntry } from '../api/types';
import { t } from '../text';

/** `product.create` → "Created product". */
export const actionWords = (action: string): string => t.entries.actions[action] ?? action;

/** "Created product Olive oil 500 ml", without the person, who has a column of their own. */
export function whatHappened({ action, label }: Pick<AuditEntry, 'action' | 'label'>): string {
  return label ? `${actionWords(action)} ${label}` : actionWords(action);
}
