import { beforeAll, describe, expect, test } from 'vitest';
import openapi from '../../../openapi.json?raw';
import { access, operations, type Document } from '../reference/document';
import { speak, t } from '../text';
import { inWords, permissionInWords } from './served';
import type { Permission } from './types';

const right = { name: 'brand_view', label: 'View brands', description: 'See the company\'s brands.', group: 'Brands' } as Permission;

test('English is what the server said', () => {
  expect(inWords('Use 1 to 20.')).toBe('Use 1 to 20.');
  expect(permissionInWords(right)).toEqual(right);
});

describe('in French', () => {
  beforeAll(() => speak('fr'));

  test('numbers come where they were', () => {
    expect(inWords('Use 1 to 20.')).toBe('Indiquez un nombre de 1 à 20.');
    expect(inWords('Your company allows at most 1,000 days: 2027-01-31 or earlier.'))
      .toBe('Votre entreprise autorise au plus 1,000 jours\u00A0: le 2027-01-31 ou plus tôt.');
  });

  test('what is quoted comes where it was', () => {
    expect(inWords('There is no code with "A 1".')).toBe('Aucun code ne correspond à «\u00A0A 1\u00A0».');
    expect(inWords('There is no code with "#".')).toBe('Aucun code ne correspond à «\u00A0#\u00A0».');
    expect(inWords('There is no code with "".')).toBe('Aucun code ne correspond à «\u00A0\u00A0».');
  });

  test('what has no words stays', () => {
    expect(inWords('Something new, 12 times.')).toBe('Something new, 12 times.');
    expect(permissionInWords({ ...right, name: 'new_right', group: 'New' })).toMatchObject({ label: 'View brands', group: 'New' });
  });

  test('permissions have French names', () => {
    expect(permissionInWords(right)).toMatchObject({ label: 'Voir les marques', group: 'Marques' });
  });

  test('every permission that an operation asks for has a French name', () => {
    const asked = new Set(operations(JSON.parse(openapi) as Document).flatMap((operation) => access(operation).anyOf));
    expect(asked.size).toBeGreaterThan(20);
    expect([...asked].filter((name) => !(name in t.served.permissions))).toEqual([]);
  });

  test('every sentence can be found, and has a place for every number', () => {
    const holes = (text: string) => text.split('#').length;
    const sentences = Object.entries(t.served.sentences);
    expect(sentences.filter(([said, words]) => /\d|"[^"]*[^"#][^"]*"/.test(said.replaceAll('"#"', '')) || holes(said) !== holes(words))).toEqual([]);
  });
});
