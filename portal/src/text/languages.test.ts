import { expect, test } from 'vitest';
import { pickLanguage } from './languages';

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
