import { expect, test } from 'vitest';
import { draftOf, mistakesIn, namedBefore, rulesOf } from './draft';

const { rules } = draftOf([
  { countries: [], target: 'product', url: '' },
  { countries: ['BE', 'FR'], target: 'custom', url: 'https://be.example/{qr}' },
  { countries: ['FR', 'DE'], target: 'e_label', url: '' },
]);

test('good rules have no mistakes', () => {
  expect(mistakesIn(rules)).toEqual({});
});

test('a rule without countries, and another address that is none', () => {
  const [first, second, third] = rules;
  expect(mistakesIn([first!, { ...second!, countries: [], url: 'be.example' }, third!])).toMatchObject({
    'rules.1.countries': expect.any(String), 'rules.1.url': expect.any(String),
  });
});

test('an address is sent with a target of its own only', () => {
  expect(rulesOf([{ ...rules[1]!, target: 'landing_page' }])).toEqual([{ countries: ['BE', 'FR'], target: 'landing_page', url: '' }]);
});

test('a country that comes twice is known, and the rule that counts', () => {
  expect([...namedBefore(rules, 2)]).toEqual([[2, ['FR']]]);
  expect([...namedBefore(rules, 1)]).toEqual([]);
});
