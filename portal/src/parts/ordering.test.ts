import { expect, test } from 'vitest';
import { directionOf, knownOrdering, nextOrdering } from './ordering';

test('an order that the list does not have is the usual one', () => {
  const members = ['name', 'creation_date'];
  const known = (asked: string | null) => knownOrdering(asked, members, '-creation_date');
  expect(['name', '-name', 'creation_date'].map(known)).toEqual(['name', '-name', 'creation_date']);
  expect([null, '', '-', '--name', 'email', 'name,creation_date'].map(known)).toEqual(Array(6).fill('-creation_date'));
});

test('another press turns the order round', () => {
  expect(nextOrdering('name', 'name')).toBe('-name');
  expect(nextOrdering('-name', 'name')).toBe('name');
});

test('texts begin with A, times with the latest, ends with the nearest', () => {
  expect(nextOrdering('-creation_date', 'name')).toBe('name');
  expect(nextOrdering('name', 'creation_date')).toBe('-creation_date');
  expect(nextOrdering('name', 'expires_at')).toBe('expires_at');
});

test('one member at a time is sorted by', () => {
  expect([directionOf('name', 'name'), directionOf('-name', 'name'), directionOf('name', 'sku')]).toEqual(['ascending', 'descending', null]);
});
