// What a column of the file may be: keys of the campaigns' supply-chain data, and a few things that
// every code has.

import type { ScmField } from '../../../api/types';
import { columnNamed, plainName } from '../../../parts/import/names';
import { t } from '../../../text';

/** A key that a campaign keeps. */
export interface Key { key: string; label: string }

/** What every code has, and a file may change. */
export const OF_CODE = ['product', 'activation_status', 'blacklist_reason', 'serial_number'] as const;

/** What names codes beside supply-chain data. */
export const NAMING = ['extended_id', 'serial_number', 'workorder'] as const;

/** How columns that hold these are often called; plain names, the likeliest first. */
const NAMES: Record<string, string[]> = {
  extended_id: ['extendedid', 'code', 'codeid', 'qrcode', 'qr', 'qrid', 'uid', 'id'],
  serial_number: ['serialnumber', 'serial', 'serialno', 'sn'],
  workorder: ['workorder', 'workorderreference', 'workorderid', 'order'],
  product: ['product', 'productsku', 'sku', 'productid', 'articlenumber', 'article'],
  activation_status: ['activationstatus', 'status', 'activation'],
  blacklist_reason: ['blacklistreason', 'reason'],
};

/** The keys that are in use in any of these campaigns, each once, by their labels. */
export function keysOf(campaigns: ScmField[][]): Key[] {
  const found = new Map<string, Key>();
  for (const { key, label, active } of campaigns.flat()) {
    if (active && !found.has(key)) found.set(key, { key, label });
  }
  return [...found.values()].sort((a, b) => a.label.localeCompare(b.label, t.language));
}

/** What people read in place of a key. */
export function keyWords(keys: Key[], key: string): string {
  const special: Record<string, string> = t.scm.keys;
  return special[key] ?? keys.find((one) => one.key === key)?.label ?? key;
}

/** The same, with the key itself where the label does not tell it. */
export function optionWords({ key, label }: Key): string {
  return plainName(key) === plainName(label) ? label : `${label} (${key})`;
}

/** Names under which a column of this key may be found, plain. */
function namesOf(key: string, keys: Key[]): string[] {
  const label = keys.find((one) => one.key === key)?.label ?? '';
  return [plainName(key), plainName(label), ...(NAMES[key] ?? [])].filter(Boolean);
}

/** The column that holds a key, or empty. */
export const guessColumn = (header: string[], key: string, keys: Key[]) => columnNamed(header, namesOf(key, keys));

/** What names the codes of this file: the first of the usual ones that has a column. */
export function guessNaming(header: string[]): string {
  return NAMING.find((key) => guessColumn(header, key, []) !== '') ?? 'extended_id';
}

/** The key of each column that one was found for; a key is given once. */
export function guessTargets(header: string[], keys: Key[]): Record<string, string> {
  const targets: Record<string, string> = {};
  // Names that the company gave come before those that are only usual.
  for (const key of [...keys.map((one) => one.key), ...OF_CODE]) {
    const free = header.filter((name) => !(name in targets));
    const column = guessColumn(free, key, keys);
    if (column) targets[column] = key;
  }
  return targets;
}
