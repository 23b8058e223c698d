import { expect, test } from 'vitest';
import { COUNTRIES, countryNames } from './countries';

test('every code has a name, and comes once', () => {
  expect(COUNTRIES).toHaveLength(250);
  expect(new Set(COUNTRIES.map(({ value }) => value)).size).toBe(250);
  expect(COUNTRIES.filter(({ value, label }) => value === label)).toEqual([]);
});

test('names come by name, and the many are counted', () => {
  expect(countryNames(['DE', 'BE'])).toBe('Belgium, Germany');
  expect(countryNames(['DE', 'BE', 'FR', 'NL'])).toBe('Belgium, France, Germany, Netherlands');
  expect(countryNames(['DE', 'BE', 'FR', 'NL', 'LU'])).toBe('Belgium, France, Germany and 2 more');
});
