import { expect, test } from 'vitest';
import { objectIn, objectText } from './json-object';

test('only objects are objects', () => {
  expect(objectIn('')).toEqual({});
  expect(objectIn('{"a": 1}')).toEqual({ a: 1 });
  expect([objectIn('[]'), objectIn('1'), objectIn('null'), objectIn('{a}')]).toEqual([null, null, null, null]);
});

test('an empty object is nothing to edit', () => {
  expect([objectText(null), objectText({}), objectText({ a: 1 })]).toEqual(['', '', '{\n  "a": 1\n}']);
});
