// The one sentence that says what a token will be: "… can … on … until … from …". Pure.

import type { Permission } from '../../api/types';
import { dateWords } from '../../parts/dates';
import { t } from '../../text';

export interface Chosen {
  permissions: Pick<Permission, 'label'>[];
  validUntil: string | null;
  /** What it is limited to, in words: none is everything. */
  reach: string[];
  networks: string[];
  isWatched: boolean;
  /** How many daily limits it has. */
  limits: number;
}

const SHOWN = 4;
const FEW_NETWORKS = 2;

export function summary({ permissions, validUntil, reach, networks, isWatched, limits }: Chosen): string {
  const words = t.tokenSummary;
  if (permissions.length === 0) return `${words.start} ${words.nothing}.`;
  const parts = [
    `${words.start} ${rights(permissions)}`,
    reach.length > 0 ? words.on(listed(reach)) : words.onAll,
    validUntil && words.until(dateWords(validUntil)),
    where(networks, isWatched),
    limits > 0 && words.limits(limits),
    words.as,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

function where(networks: string[], isWatched: boolean): string {
  const words = t.tokenSummary;
  if (isWatched) return words.watched;
  if (networks.length === 0) return words.fromAll;
  return networks.length > FEW_NETWORKS ? words.fromMany(networks.length) : words.from(listed(networks));
}

function rights(permissions: Chosen['permissions']): string {
  const names = permissions.map(({ label }) => lowerFirst(label));
  // One name instead of "1 more thing".
  const shown = names.length === SHOWN + 1 ? names : names.slice(0, SHOWN);
  const more = names.length - shown.length;
  return listed(more > 0 ? [...shown, t.tokenSummary.more(more)] : shown);
}

function listed(all: string[]): string {
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} ${t.tokenSummary.and} ${last}`;
}

// "Upload SCM data" → "upload SCM data", but "API access" stays.
function lowerFirst(text: string): string {
  return /^[A-Z][^A-Z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
