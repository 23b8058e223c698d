// Where we are: `#/products?search=oil`. wouter's own hash hook puts the query in front of the
// `#`, where it would be sent to the server; here it stays behind it.

import { useMemo, useSyncExternalStore } from 'react';

function subscribe(changed: () => void) {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

const whole = () => `/${window.location.hash.replace(/^#?\/?/, '')}`;
const path = () => whole().split('?')[0] ?? '/';
const query = () => whole().split('?')[1] ?? '';

export function navigate(to: string, { replace = false }: { replace?: boolean } = {}) {
  const hash = `#/${to.replace(/^#?\/?/, '')}`;
  if (!replace) {
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(null, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The place to come back to after signing in. */
export const currentPlace = whole;

/** The location hook for wouter's Router. */
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, path), navigate];
}
useHashPath.hrefs = (href: string) => `#${href}`;

export type QueryChange = Record<string, string | null>;

/** The query behind the hash, and how to change parts of it. Empty values leave the address. */
export function useHashQuery(): [URLSearchParams, typeof changeQuery] {
  const text = useSyncExternalStore(subscribe, query);
  const params = useMemo(() => new URLSearchParams(text), [text]);
  return [params, changeQuery];
}

function changeQuery(change: QueryChange, { replace = true }: { replace?: boolean } = {}) {
  const params = new URLSearchParams(query());
  for (const [name, value] of Object.entries(change)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const rest = params.toString();
  navigate(rest ? `${path()}?${rest}` : path(), { replace });
}
