// The keys of fields, as the API takes them.

import type { ScmField } from '../../../api/types';

const PREDEFINED = ['intended_market', 'distributor', 'sell_by_date', 'is_consumed', 'consumed_date'] as const;
export type Predefined = (typeof PREDEFINED)[number];

/** Those that a campaign does not have yet. */
export const predefinedLeft = (fields: ScmField[]): Predefined[] => PREDEFINED.filter((name) => !fields.some(({ key }) => key === name));

const LONGEST = 64;

export const isKey = (text: string) => /^[a-z][a-z0-9_]*$/.test(text.trim()) && text.trim().length <= LONGEST;

/** `Lot No.` → `lot_no`; empty where nothing of the name can stand in a key. */
export function keyFor(label: string): string {
  const plain = label.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+/, '').slice(0, LONGEST).replace(/_+$/, '');
}

/** One choice a line, each once. */
export const choicesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];
