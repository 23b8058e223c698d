import { expect, test } from 'vitest';
import { stageOf } from './order-state';

test('an order makes codes, packs them, and ends in one of three ways', () => {
  const order = { state: 'new', failure: null, generated: 0, quantity: 5 } as const;
  expect(stageOf(order)).toBe('making');
  expect(stageOf({ ...order, generated: 5 })).toBe('packing');
  expect(stageOf({ ...order, generated: 5, state: 'completed' })).toBe('completed');
  expect(stageOf({ ...order, state: 'canceled' })).toBe('canceled');
  expect(stageOf({ ...order, state: 'canceled', failure: 'No room.' })).toBe('failed');
});
