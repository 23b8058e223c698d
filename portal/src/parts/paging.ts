// `next` and `previous` are absolute addresses. Only their position is taken: behind a proxy
// their host need not be the one that this page came from.

import type { Page } from '../api/types';

const NAMES = ['offset', 'after', 'before', 'cursor'] as const;

export type Position = Record<(typeof NAMES)[number], string | null>;

export const START: Position = { offset: null, after: null, before: null, cursor: null };

export function positionOf(link: string | null | undefined): Position {
  const params = new URLSearchParams(link?.split('?')[1] ?? '');
  const at = (name: string) => params.get(name);
  const offset = at('offset');
  return { offset: offset === '0' ? null : offset, after: at('after'), before: at('before'), cursor: at('cursor') };
}

/** The position in an address of this portal, as members of an API query. */
export function positionIn(query: URLSearchParams): Partial<Record<string, string>> {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value]] : [];
  }));
}

/** Rows of a page, as the API has them. */
const ROWS = 20;

/** One page of a list that the API gives whole. */
export function pageOf<Row>(all: Row[], offset: number): Page<Row> {
  return pageAt(all.slice(offset, offset + ROWS), offset, all.length);
}

/** Rows from a place on, of a list of so many, as a page with its neighbours. */
export function pageAt<Row>(results: Row[], offset: number, count: number, rows = ROWS): Page<Row> {
  const at = (from: number) => `?offset=${from}`;
  return {
    count,
    next: offset + rows < count ? at(offset + rows) : null,
    previous: offset > 0 ? at(Math.max(0, offset - rows)) : null,
    results,
  };
}

/** Where to go from a page behind the end of a list: to the page before it if that has rows, or else to the first. */
export function lastPageOf({ count, previous }: Page<unknown>): Position {
  const before = positionOf(previous);
  return Number(before.offset ?? 0) < count ? before : START;
}
