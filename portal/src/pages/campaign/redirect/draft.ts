// The rules of a campaign as a form holds them.

import type { RedirectRule, Target } from '../../../api/types';
import { t } from '../../../text';

export interface DraftRule extends RedirectRule {
  /** To tell rows apart while they move. */
  key: string;
}

/** As many as the server takes. */
export const MOST_RULES = 100;

let made = 0;

export function newRule(target: Target = 'product'): DraftRule {
  made += 1;
  return { key: `new-${made}`, countries: [], target, url: '' };
}

/** The server's rules have no ids: their places serve. */
export const draftOf = (rules: RedirectRule[]): { rules: DraftRule[] } => ({ rules: rules.map((rule, at) => ({ ...rule, key: String(at) })) });

/** What the API takes: only another address is sent along. */
export function rulesOf(rules: DraftRule[]): RedirectRule[] {
  return rules.map(({ countries, target, url }) => ({ countries, target, url: target === 'custom' ? url.trim() : '' }));
}

/** What is wrong with the rules before anything is sent, by the names of the inputs. */
export function mistakesIn(rules: DraftRule[]): Record<string, string> {
  const r = t.campaign.redirect;
  const mistakes: Record<string, string> = {};
  rules.forEach(({ countries, target, url }, at) => {
    if (at > 0 && countries.length === 0) mistakes[`rules.${at}.countries`] = r.needCountry;
    if (target === 'custom' && !/^https?:\/\/[^/?#\s]/.test(url.trim())) mistakes[`rules.${at}.url`] = r.needUrl;
  });
  return mistakes;
}

/** The countries of a rule that an earlier one names, by the number of that rule. */
export function namedBefore(rules: DraftRule[], at: number): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const country of rules[at]?.countries ?? []) {
    const first = rules.findIndex(({ countries }, other) => other > 0 && countries.includes(country));
    if (first < at) found.set(first + 1, [...(found.get(first + 1) ?? []), country]);
  }
  return found;
}
