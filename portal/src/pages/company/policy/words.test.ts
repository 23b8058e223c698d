import { describe, expect, it } from 'vitest';
import type { Rules } from '../../../api/types';
import { changed, changeOf, valueWords } from './words';

const rules: Rules = {
  min_days: 0, default_days: 90, max_days: 365, forbidden: ['brand_delete', 'product_delete'], password_jwt: true,
  second_factor: 'optional', leak_action: 'revoke', superseded_use: 'notify',
};

describe('a change of the rules', () => {
  it('has what differs, and nothing else', () => {
    expect(changeOf(rules, { ...rules, max_days: 30, password_jwt: false })).toEqual({ max_days: 30, password_jwt: false });
    expect(changeOf(rules, { ...rules })).toEqual({});
  });

  it('does not see another order of the same permissions', () => {
    expect(changed(rules, { ...rules, forbidden: ['product_delete', 'brand_delete'] })).toEqual([]);
    expect(changed(rules, { ...rules, forbidden: ['product_delete'] })).toEqual(['forbidden']);
  });

  it('is said in words', () => {
    const say = (member: keyof Rules, other: Partial<Rules> = {}) => valueWords({ ...rules, ...other }, member, (name) => name.toUpperCase());
    expect(say('max_days')).toBe('365 days');
    expect(say('min_days')).toBe('No minimum');
    expect(say('min_days', { min_days: 1 })).toBe('1 day');
    expect(say('forbidden')).toBe('BRAND_DELETE, PRODUCT_DELETE');
    expect(say('forbidden', { forbidden: [] })).toBe('None');
    expect(say('password_jwt', { password_jwt: false })).toBe('Not allowed');
  });
});
