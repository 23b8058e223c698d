import { expect, test } from 'vitest';
import { linesIn } from './lines-in';

const line = (position: number) => `countermark-checkpoint-1 8f14e45f-ceea-467f-a8d5-3c1f2f3b6a10 ${position} ${'ab'.repeat(32)} 2027-01-31T12:00:00Z ${'0f'.repeat(16)} ${'c'.repeat(86)}`;

test('lines are found in the midst of other text, each once', () => {
  expect(linesIn(`2027-01-31 INFO checkpoint="${line(10)}"\nsomething else\n${line(20)}\n${line(10)}\n`)).toEqual([line(10), line(20)]);
  expect(linesIn('nothing of the kind')).toEqual([]);
});

test('of very many the first and the last are among those that are taken', () => {
  const many = linesIn(Array.from({ length: 500 }, (_, at) => line(at + 1)).join('\n'));
  expect([many.length, many[0], many.at(-1)]).toEqual([40, line(1), line(500)]);
});
