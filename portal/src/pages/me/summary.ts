// The one sentence that says what a token will be. Pure.

import type { Permission } from '../../api/types';
import { dateWords } from '../../parts/dates';
import { t } from '../../text';

const SHOWN = 4;

export function summary(chosen: Permission[], validUntil: string | null): string {
  const words = t.newToken;
  if (chosen.length === 0) return `${words.summaryStart} ${words.summaryNothing}.`;
  const end = validUntil ? ` ${words.summaryUntil(dateWords(validUntil))}` : '';
  return `${words.summaryStart} ${listed(chosen)}${end}, ${words.summaryAs}.`;
}

function listed(chosen: Permission[]): string {
  const names = chosen.map(({ label }) => lowerFirst(label));
  // One name instead of "1 more thing".
  const shown = names.length === SHOWN + 1 ? names : names.slice(0, SHOWN);
  const more = names.length - shown.length;
  if (more > 0) shown.push(t.newToken.summaryMore(more));
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} ${t.newToken.and} ${last}`;
}

// "Upload SCM data" → "upload SCM data", but "API access" stays.
function lowerFirst(text: string): string {
  return /^[A-Z][^A-Z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
