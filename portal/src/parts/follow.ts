// All rows of a list, page by page.

import type { SendOptions } from '../api/client';
import type { Page } from '../api/types';
import { positionIn } from './paging';

export type ListCall<Row> = (query: NonNullable<SendOptions['query']>) => Promise<Page<Row>>;

/** Rows of a page: as many as the server gives. */
export const PAGE = 200;
/** A page of a browser should hold no more. */
export const MOST = 10_000;

interface Options<Row> {
  list: ListCall<Row>;
  most?: number;
  onPage?: (done: number, of: number) => void;
  signal?: AbortSignal;
}

export interface Followed<Row> { rows: Row[]; count: number }

export async function follow<Row>({ list, most = MOST, onPage, signal }: Options<Row>): Promise<Followed<Row>> {
  const rows: Row[] = [];
  let next: string | null | undefined = '';
  let count = 0;
  while (next !== null && next !== undefined && rows.length < most) {
    const page: Page<Row> = await list({ ...positionIn(new URLSearchParams(next.split('?')[1] ?? '')), limit: PAGE });
    signal?.throwIfAborted();
    rows.push(...page.results);
    ({ count, next } = page);
    onPage?.(Math.min(rows.length, most), count);
  }
  return { rows: rows.slice(0, most), count };
}
