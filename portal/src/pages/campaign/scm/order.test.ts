import { expect, test } from 'vitest';
import { isSame, merged } from './order';

test('an order that is being made keeps up with the fields', () => {
  expect(merged([1, 2, 3], null)).toEqual([1, 2, 3]);
  expect(merged([1, 2, 4], [3, 2, 1])).toEqual([2, 1, 4]);
});

test('two orders are the same when everything is at its place', () => {
  expect(isSame([1, 2], [1, 2])).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame([1, 2], [1, 2, 3])).toBe(false);
});
