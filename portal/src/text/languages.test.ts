import { expect, test } from 'vitest';
import { languageToTell, pickLanguage } from './languages';

test.each([
  // chosen here, wanted by the browser
  ['fr', ['en-GB', 'en'], 'fr'],
  ['en', ['fr-FR'], 'en'],
  [null, ['fr-CA', 'en'], 'fr'],
  [null, ['de-CH', 'FR', 'en'], 'fr'],
  [null, ['en-US', 'fr'], 'en'],
  [null, ['de', 'it'], 'en'],
  [null, [], 'en'],
  ['tlh', ['fr'], 'fr'],
  ['toString', ['constructor'], 'en'],
] as const)('%s and %s: %s', (chosen, wanted, language) => {
  expect(pickLanguage(chosen, wanted)).toBe(language);
});

test.each([
  // known to the server, chosen here, read here
  [null, null, 'en', undefined],
  [null, null, 'fr', 'fr'],
  [null, 'en', 'en', 'en'],
  ['en', null, 'fr', undefined],
  ['en', 'fr', 'fr', 'fr'],
  ['fr', 'fr', 'fr', undefined],
] as const)('the server knows %s, %s was chosen, %s is read: %s is told', (known, chosen, read, told) => {
  expect(languageToTell(known, chosen, read)).toBe(told);
});
