import { expect, test } from 'vitest';
import { targetOf } from './drag-target';

const rows = [0, 50, 100, 150].map((top) => ({ top, height: 50 }));

test.each([
  [0, 20, 0], [0, 26, 1], [0, 80, 2], [0, 1000, 3],
  [3, -20, 3], [3, -26, 2], [3, -1000, 0], [1, 0, 1],
])('row %i, dragged by %i, lands at %i', (from, by, to) => {
  expect(targetOf(rows, from, by)).toBe(to);
});
