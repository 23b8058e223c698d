import { expect, test } from 'vitest';
import { asked } from './code-address';

test('the ends of a period become one, and either may be missing', () => {
  expect(asked({ activated_at_from: '2026-01-01', activated_at_to: '2026-01-31' })['activated_at']).toBe('2026-01-01,2026-01-31');
  expect(asked({ updated_at_from: '2026-01-01' })['updated_at']).toBe('2026-01-01');
  expect(asked({ updated_at_to: '2026-01-31' })).toEqual({ updated_at: ',2026-01-31', activated_at: undefined });
});

test('a key of supply-chain data is the name of a filter, once it has a value', () => {
  expect(asked({ scm_key: 'lot', scm_value: '7', status: '1' })).toMatchObject({ scm_lot: '7', status: '1' });
  expect(Object.keys(asked({ scm_key: 'lot' }))).toEqual(['activated_at', 'updated_at']);
});
