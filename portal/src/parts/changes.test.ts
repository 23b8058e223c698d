import { expect, test } from 'vitest';
import { changes } from './changes';

test('only what is another value is sent', () => {
  expect(changes({ name: 'A', link: '', tags: ['x'] }, { name: 'B', link: '', tags: ['x'] })).toEqual({ name: 'B' });
});

test('lists and what is nothing count by what they hold', () => {
  expect(changes({ tags: ['x'], brand: 1 as number | null }, { tags: ['x', 'y'], brand: null })).toEqual({ tags: ['x', 'y'], brand: null });
});
