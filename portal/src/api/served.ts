// What the server says, which is English, in the words of the catalogue. What that has no words for
// stays as it came.

import { t } from '../text';
import type { Permission, Role } from './types';

const NUMBER = /\d+(?:,\d{3})*/g;

/** A sentence; its numbers may be any: the catalogue has `#` in their place. */
export function inWords(sentence: string): string {
  const numbers = sentence.match(NUMBER) ?? [];
  const words = t.served.sentences[sentence.replaceAll(NUMBER, '#')];
  return words === undefined ? sentence : words.replaceAll('#', () => numbers.shift() ?? '');
}

export function permissionInWords(permission: Permission): Permission {
  const { name, group, reason } = permission;
  return { ...permission, ...t.served.permissions[name], group: t.served.groups[group] ?? group, reason: reason && inWords(reason) };
}

export const roleInWords = (role: Role): Role => ({ ...role, description: t.served.roles[role.name] ?? role.description });
