import { expect, test } from 'vitest';
import { follow, PAGE, type ListCall } from './follow';
import type { Page } from '../api/types';

/** A list of so many numbers, as the API pages it. */
function listOf(count: number): { list: ListCall<number>; asked: unknown[] } {
  const asked: unknown[] = [];
  const list: ListCall<number> = async (query) => {
    asked.push(query);
    const from = Number(query['offset'] ?? 0);
    const results = [...Array(Math.max(0, Math.min(PAGE, count - from))).keys()].map((at) => from + at);
    const next = from + PAGE < count ? `http://inside/api/v2/x/?limit=${PAGE}&offset=${from + PAGE}&after=a${from}` : null;
    return { count, next, previous: null, results } as Page<number>;
  };
  return { list, asked };
}

test('every row once, in its order, and each page is told', async () => {
  const { list, asked } = listOf(450);
  const told: [number, number][] = [];
  const { rows, count } = await follow({ list, onPage: (...page) => told.push(page) });
  expect(rows).toEqual([...Array(450).keys()]);
  expect(count).toBe(450);
  expect(told).toEqual([[200, 450], [400, 450], [450, 450]]);
  expect(asked).toEqual([{ limit: 200 }, { limit: 200, offset: '200', after: 'a0' }, { limit: 200, offset: '400', after: 'a200' }]);
});

test('no more than the bound', async () => {
  const { list, asked } = listOf(10_000);
  const { rows, count } = await follow({ list, most: 500 });
  expect([rows.length, count, asked.length]).toEqual([500, 10_000, 3]);
});

test('what is given up asks for nothing more', async () => {
  const { list, asked } = listOf(1_000);
  const stop = new AbortController();
  const all = follow({ list, signal: stop.signal, onPage: () => stop.abort() });
  await expect(all).rejects.toThrow();
  expect(asked).toHaveLength(2);
});

test('an empty list is an empty file', async () => {
  expect(await follow({ list: listOf(0).list })).toEqual({ rows: [], count: 0 });
});
