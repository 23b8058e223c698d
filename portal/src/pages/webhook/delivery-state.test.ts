import { expect, test } from 'vitest';
import { stateOf } from './delivery-state';

const now = '2026-11-28T10:00:00Z';

test.each([
  ['waiting', { attempts: 0, next_attempt: now, failure: '' }],
  ['waiting', { attempts: 1, next_attempt: now, failure: '' }],
  ['retrying', { attempts: 2, next_attempt: now, failure: 'the server did not take it' }],
  ['delivered', { attempts: 2, delivered_at: now, failure: '' }],
  ['failed', { attempts: 9, next_attempt: null, failure: 'the server cannot be reached' }],
])('%s', (state, delivery) => {
  expect(stateOf(delivery)).toBe(state);
});
