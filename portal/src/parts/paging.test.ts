import { expect, test } from 'vitest';
import { lastPageOf, pageOf, positionIn, positionOf, START } from './paging';

test('only the position of a link is taken, never its host', () => {
  const link = 'http://inside:8080/api/v2/products/?limit=20&offset=40&after=abc%3D&search=oil';
  expect(positionOf(link)).toEqual({ offset: '40', after: 'abc=', before: null, cursor: null });
});

test('the first page needs no position', () => {
  expect(positionOf('https://x/api/v2/products/?limit=20&offset=0')).toEqual({ offset: null, after: null, before: null, cursor: null });
  expect(positionOf(null)).toEqual({ offset: null, after: null, before: null, cursor: null });
});

test('a position in the address becomes part of the query', () => {
  expect(positionIn(new URLSearchParams('search=oil&offset=20&after=x'))).toEqual({ offset: '20', after: 'x' });
});

test('a list that is there as a whole has pages all the same', () => {
  const all = [...Array(45).keys()];
  const middle = pageOf(all, 20);
  expect(middle.results).toHaveLength(20);
  expect([positionOf(middle.previous).offset, positionOf(middle.next).offset]).toEqual([null, '40']);
  expect(pageOf(all, 40)).toMatchObject({ count: 45, next: null, results: [40, 41, 42, 43, 44] });
});

test('from behind the end one goes to the page before, or to the first', () => {
  const page = (count: number, offset: number) => lastPageOf({ count, previous: `http://x/?limit=20&offset=${offset}`, results: [] });
  expect(page(40, 20).offset).toBe('20');
  expect(page(20, 0)).toEqual(START);
  expect(page(40, 980)).toEqual(START);
  expect(page(0, 0)).toEqual(START);
});
