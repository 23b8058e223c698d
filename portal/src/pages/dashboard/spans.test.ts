import { expect, test } from 'vitest';
import { addDays } from '../../parts/dates';
import { spans, ticks, unitOf } from './spans';

const days = (from: string, count: number) => Array.from({ length: count }, (_, at) => (
  { date: addDays(from, at), genuine: 1, inactive: at % 2, blacklisted: 0 }
));

test('days stay days until there are too many of them', () => {
  expect([1, 7, 92, 93, 366, 378, 379, 1_096].map(unitOf)).toEqual(['day', 'day', 'day', 'week', 'week', 'week', 'month', 'month']);
  expect(spans(days('2026-11-01', 2), 'day')).toEqual([
    { from: '2026-11-01', to: '2026-11-01', genuine: 1, inactive: 0, blacklisted: 0 },
    { from: '2026-11-02', to: '2026-11-02', genuine: 1, inactive: 1, blacklisted: 0 },
  ]);
});

test('weeks begin on Monday; the first and the last are as long as they are', () => {
  // 1 November 2026 is a Sunday.
  expect(spans(days('2026-11-01', 10), 'week')).toEqual([
    { from: '2026-11-01', to: '2026-11-01', genuine: 1, inactive: 0, blacklisted: 0 },
    { from: '2026-11-02', to: '2026-11-08', genuine: 7, inactive: 4, blacklisted: 0 },
    { from: '2026-11-09', to: '2026-11-10', genuine: 2, inactive: 1, blacklisted: 0 },
  ]);
});

test('months are those of the calendar, and nothing is lost', () => {
  const months = spans(days('2024-01-31', 800), 'month');
  expect(months.map(({ from, to }) => [from, to]).slice(0, 2)).toEqual([['2024-01-31', '2024-01-31'], ['2024-02-01', '2024-02-29']]);
  expect(months.reduce((sum, { genuine }) => sum + genuine, 0)).toBe(800);
});

test.each([
  [0, [0, 1]], [1, [0, 1]], [3, [0, 1, 2, 3]], [7, [0, 2, 4, 6, 8]], [12, [0, 5, 10, 15]], [100, [0, 50, 100]], [130, [0, 50, 100, 150]], [2_345_678, [0, 1e6, 2e6, 3e6]],
])('a scale for %i has round steps', (most, expected) => {
  expect(ticks(most)).toEqual(expected);
});
