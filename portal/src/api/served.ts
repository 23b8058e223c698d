// What the server says, which is English, in the words of the catalogue. What that has no words for
// stays as it came.

import { t } from '../text';
import type { Permission, Role } from './types';

const HOLE = /"([^"]*)"|\d+(?:,\d{3})*/g;

/** A sentence; its numbers, and what it quotes, may be any: the catalogue has `#` in their place. */
export function inWords(sentence: string): string {
  const filled: string[] = [];
  const said = sentence.replaceAll(HOLE, (number: string, quoted: string | undefined) => {
    filled.push(quoted ?? number);
    return quoted === undefined ? '#' : '"#"';
  });
  const words = t.served.sentences[said];
  return words === undefined ? sentence : words.replaceAll('#', () => filled.shift() ?? '');
}

export function permissionInWords(permission: Permission): Permission {
  const { name, group, reason } = permission;
  return { ...permission, ...t.served.permissions[name], group: t.served.groups[group] ?? group, reason: reason && inWords(reason) };
}

export const roleInWords = (role: Role): Role => ({ ...role, description: t.served.roles[role.name] ?? role.description });
