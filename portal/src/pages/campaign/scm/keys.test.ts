import { expect, test } from 'vitest';
import { choicesOf, isKey, keyFor } from './keys';

test.each([
  ['Lot No.', 'lot_no'], ['  2nd Line ', 'nd_line'], ['Entrepôt', 'entrepot'], ['批号', ''],
])('a key for %s', (label, key) => {
  expect(keyFor(label)).toBe(key);
});

test('what a key may be', () => {
  expect(['lot', 'lot_2', ' lot '].every(isKey)).toBe(true);
  expect(['', '2nd', 'Lot', 'lot-2', 'x'.repeat(65)].some(isKey)).toBe(false);
});

test('choices are one a line, each once', () => {
  expect(choicesOf(' Red\n\nBlue\nRed\n')).toEqual(['Red', 'Blue']);
});
