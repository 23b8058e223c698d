// Which tokens a list shows, as the address has it.

import type { RevokedOnly } from '../../api/types';
import { useHashQuery } from '../../parts/hash-location';
import { useOrdering } from '../../parts/list-address';
import { START } from '../../parts/paging';

/** What a token is worth a look for, by the API's names, and the value that is asked for. */
export const LOOKS = { never_used: '1', idle_days: '90', ends_within_days: '30', too_wide: '1', not_compliant: '1' } as const;
export type Look = keyof typeof LOOKS;
export const LOOK_NAMES = Object.keys(LOOKS) as Look[];

const NAMES = ['search', 'state', ...LOOK_NAMES] as const;
const NAMES_OF_ALL = [...NAMES, 'owner'] as const;
type Name = (typeof NAMES_OF_ALL)[number];

export interface TokenFilter {
  /** Members of an API query. */
  values: Partial<Record<Name, string>>;
  /** The looks that are on. */
  looks: Look[];
  isOn: boolean;
  toggle: (look: Look) => void;
  clear: () => void;
}

/** Of everybody's tokens, or only of one's own: those have one owner. */
export function useTokenFilter(isAll = false): TokenFilter {
  const names: readonly Name[] = isAll ? NAMES_OF_ALL : NAMES;
  const [query, change] = useHashQuery();
  const values = Object.fromEntries(names.flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value]] : [];
  })) as TokenFilter['values'];
  return {
    values,
    looks: LOOK_NAMES.filter((look) => values[look]),
    isOn: Object.keys(values).length > 0,
    // Nothing has to be done about a token that has ended.
    toggle: (look) => change({ ...START, ...(values[look] ? { [look]: null } : lookedFor(values, look)) }),
    clear: () => change({ ...START, ...Object.fromEntries(names.map((name) => [name, null])) }),
  };
}

/** The same for revoking what the list shows; nothing when the list shows what has ended. */
export function toRevoke({ state, search, idle_days, ends_within_days, ...values }: TokenFilter['values']): RevokedOnly | null {
  if (state && state !== 'active' && state !== 'quarantined') return null;
  const is = (name: 'never_used' | 'too_wide' | 'not_compliant') => (values[name] ? { [name]: values[name] === '1' } : {});
  return {
    ...(state === 'quarantined' && { state }),
    ...(search && { search }),
    ...(idle_days && { idle_days: Number(idle_days) }),
    ...(ends_within_days && { ends_within_days: Number(ends_within_days) }),
    ...is('never_used'), ...is('too_wide'), ...is('not_compliant'),
  };
}

/** The filter with one look more. */
export function lookedFor(values: TokenFilter['values'], look: Look): TokenFilter['values'] {
  return { ...values, state: values.state ?? 'active', [look]: values[look] ?? LOOKS[look] };
}

/** The newest first, where nobody asks for another order. */
export const useTokenOrdering = () => useOrdering(['name', 'expires_at', 'creation_date'], '-creation_date');
