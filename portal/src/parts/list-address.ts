// What the address of a list says: which rows, in which order, and where in it. All of it is in
// the API's own names, so that the list, its file and a link to it are asked for with the same words.

import { useHashQuery } from './hash-location';
import { knownOrdering } from './ordering';
import { START, positionIn } from './paging';

export interface Ordering {
  by: string;
  choose: (by: string) => void;
}

export interface ListAddress {
  /** Which rows and in which order. */
  filter: Record<string, string | undefined>;
  /** The same, with the place in the list. */
  params: Record<string, string | undefined>;
  isFiltered: boolean;
  /** Nothing but what is archived is asked for. */
  isOnlyArchived: boolean;
  clear: () => void;
  /** Undefined where the list has one order. */
  ordering?: Ordering;
}

interface Options {
  filters?: readonly string[];
  /** By what the API can sort. */
  sorts?: readonly string[];
  /** The order that is meant when the address says nothing. */
  usual?: string;
}

const ARCHIVED = 'is_archived';

export function useListAddress({ filters = [], sorts = [], usual }: Options): ListAddress {
  const [query, change] = useHashQuery();
  const ordering = useOrdering(sorts, usual);
  const values = Object.fromEntries(filters.map((name) => [name, query.get(name) ?? undefined]));
  const filter = { ...values, ordering: ordering?.by };
  const given = filters.filter((name) => values[name]);
  return {
    filter,
    params: { ...filter, ...positionIn(query) },
    isFiltered: given.length > 0,
    isOnlyArchived: given.length === 1 && given[0] === ARCHIVED,
    clear: () => change({ ...START, ...Object.fromEntries(filters.map((name) => [name, null])) }),
    ordering,
  };
}

/** The order that the address asks for, and how to choose another one. */
export function useOrdering(sorts: readonly string[], usual: string | undefined): Ordering | undefined {
  const [query, change] = useHashQuery();
  if (!usual) return undefined;
  return {
    by: knownOrdering(query.get('ordering'), sorts, usual),
    // Another order means another list: back to its start.
    choose: (by) => change({ ...START, ordering: by === usual ? null : by }),
  };
}
