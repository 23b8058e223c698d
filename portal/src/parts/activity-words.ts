// An entry of the log in words. Actions that this portal does not know are shown as they are.

import type { AuditEntry } from '../api/types';
import { t } from '../text';

/** "created the product Olive oil 500 ml", without the person, who has a column of their own. */
export function whatHappened({ action, object_type, label }: Pick<AuditEntry, 'action' | 'object_type' | 'label'>): string {
  return `${actionWords(action, object_type)}${label ? ` ${label}` : ''}`;
}

/** `product.create` → "Created product". */
export function actionWords(action: string, objectType = action.split('.')[0] ?? ''): string {
  const verb = action.split('.').at(-1) ?? action;
  const words = t.activity.verbs[verb];
  if (!words) return action;
  const object = SILENT.has(verb) ? '' : ` ${t.activity.objects[objectType] ?? objectType}`;
  return words.charAt(0).toUpperCase() + words.slice(1) + object;
}

// Verbs that say it all without their object.
const SILENT = new Set(['login', 'logout', 'logout_all', 'confirm']);
