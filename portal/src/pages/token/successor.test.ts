import { expect, test } from 'vitest';
import type { Permissions } from '../../api/types';
import { successorOf } from './successor';

const known = {
  results: [{ name: 'codes_view', grantable: true }, { name: 'brand_create', grantable: false }],
  policy: { today: '2026-11-28', latest: '2027-11-28' },
} as unknown as Permissions;

const uat = { created_at: '2026-10-31T23:30:00Z', valid_until: '2026-12-01', permissions: ['codes_view', 'brand_create'] };

test('it lives as long as the old one, counted in days of the company', () => {
  expect(successorOf(uat, known, 'UTC').validUntil).toBe('2026-12-29');
  expect(successorOf(uat, known, 'Europe/Zurich').validUntil).toBe('2026-12-28');
});

test('it lives no longer than the policy lets it', () => {
  expect(successorOf({ ...uat, valid_until: '2028-10-31' }, known, 'UTC').validUntil).toBe('2027-11-28');
});

test('it has the rights that can still be given', () => {
  expect(successorOf(uat, known, 'UTC').permissions).toEqual(['codes_view']);
});
