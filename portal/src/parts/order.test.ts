import { expect, test } from 'vitest';
import { moved, reordered } from './order';

test('one is moved, the others close up', () => {
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

test('some change places among themselves', () => {
  expect(reordered(['lot', 'pallet', 'line', 'box'], ['box', 'pallet'])).toEqual(['lot', 'box', 'line', 'pallet']);
});
