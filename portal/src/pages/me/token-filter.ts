// Which tokens a list shows, as the address has it.

import { useHashQuery } from '../../parts/hash-location';
import { useOrdering } from '../../parts/list-address';
import { START } from '../../parts/paging';

/** What a token is worth a look for, by the API's names, and the value that is asked for. */
export const LOOKS = { never_used: '1', idle_days: '90', ends_within_days: '30', too_wide: '1', not_compliant: '1' } as const;
export type Look = keyof typeof LOOKS;
export const LOOK_NAMES = Object.keys(LOOKS) as Look[];

const NAMES = ['search', 'state', ...LOOK_NAMES] as const;
type Name = (typeof NAMES)[number];

export interface TokenFilter {
  /** Members of an API query. */
  values: Partial<Record<Name, string>>;
  /** The looks that are on. */
  looks: Look[];
  isOn: boolean;
  toggle: (look: Look) => void;
  clear: () => void;
}

export function useTokenFilter(): TokenFilter {
  const [query, change] = useHashQuery();
  const values = Object.fromEntries(NAMES.flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value]] : [];
  })) as TokenFilter['values'];
  return {
    values,
    looks: LOOK_NAMES.filter((look) => values[look]),
    isOn: Object.keys(values).length > 0,
    // Nothing has to be done about a token that has ended.
    toggle: (look) => change({ ...START, ...(values[look] ? { [look]: null } : lookedFor(values, look)) }),
    clear: () => change({ ...START, ...Object.fromEntries(NAMES.map((name) => [name, null])) }),
  };
}

/** The filter with one look more. */
export function lookedFor(values: TokenFilter['values'], look: Look): TokenFilter['values'] {
  return { ...values, state: values.state ?? 'active', [look]: values[look] ?? LOOKS[look] };
}

/** The newest first, where nobody asks for another order. */
export const useTokenOrdering = () => useOrdering(['name', 'expires_at', 'creation_date'], '-creation_date');
