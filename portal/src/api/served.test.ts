import { beforeAll, describe, expect, test } from 'vitest';
import openapi from '../../../openapi.json?raw';
import { access, operations, type Document } from '../reference/document';
import { speak, t } from '../text';
import { deviceWords, inWords, permissionInWords, roleInWords, roleName } from './served';
import type { Permission, Role } from './types';

const right = { name: 'brand_view', label: 'View brands', description: 'See the company\'s brands.', group: 'Brands' } as Permission;
const role = { name: 'it_admin', label: 'IT Admin', description: 'Invites people.' } as Role;

test('asking once does not fix the language', async () => {
  expect(inWords('Use 1 to 2,000.')).toBe('Use 1 to 2,000.');
  await speak('fr');
  expect(inWords('Use 1 to 2,000.')).toBe('Indiquez un nombre de 1 à 2\u202F000.');
});

describe('in English', () => {
  beforeAll(() => speak('en'));

  test('is what the server said', () => {
    expect(inWords('Use 1 to 20.')).toBe('Use 1 to 20.');
    expect(permissionInWords(right)).toEqual(right);
    expect(roleInWords(role)).toEqual(role);
    expect(deviceWords('Firefox on Linux')).toBe('Firefox on Linux');
  });

  test('dates and large numbers are written as on every page', () => {
    expect(inWords('Your company allows at most 1000 days: 2027-01-31 or earlier.')).toBe('Your company allows at most 1,000 days: 31 Jan 2027 or earlier.');
    expect(inWords('It was made on 2026-01-31 and ends on 2026-12-01 instead of 2027-03-02. It loses brand_view, product_view.'))
      .toBe('It was made on 31 Jan 2026 and ends on 1 Dec 2026 instead of 2 Mar 2027. It loses brand_view, product_view.');
    expect(inWords('The keys were rotated a short time ago. The next rotation can begin at 2027-01-31T12:30:00.000000Z.'))
      .toBe('The keys were rotated a short time ago. The next rotation can begin at 31 Jan 2027, 12:30 UTC.');
  });

  test('an example of a date stays what has to be written', () => {
    expect(inWords('Write it as 2027-01-31T12:00:00Z.')).toBe('Write it as 2027-01-31T12:00:00Z.');
  });
});

describe('in French', () => {
  beforeAll(() => speak('fr'));

  test('numbers and dates come where they were, as French writes them', () => {
    expect(inWords('Use 1 to 20.')).toBe('Indiquez un nombre de 1 à 20.');
    expect(inWords('Your company allows at most 1,000 days: 2027-01-31 or earlier.'))
      .toBe('Votre entreprise autorise au plus 1\u202F000 jours\u00A0: le 31 janv. 2027 ou plus tôt.');
    expect(inWords('A file may have at most 1000000 codes.')).toBe('Un fichier a au plus 1\u202F000\u202F000 codes.');
  });

  test('what is quoted, and ids, come as they were', () => {
    expect(inWords('There is no code with "A 1".')).toBe('Aucun code ne correspond à «\u00A0A 1\u00A0».');
    expect(inWords('There is no code with "1234".')).toBe('Aucun code ne correspond à «\u00A01234\u00A0».');
    expect(inWords('There is no code with "{}".')).toBe('Aucun code ne correspond à «\u00A0{}\u00A0».');
    expect(inWords('There is no code with "".')).toBe('Aucun code ne correspond à «\u00A0\u00A0».');
    expect(inWords('There is no product 12345.')).toBe('Le produit 12345 n’existe pas.');
  });

  test('what a sentence is about comes before it', () => {
    expect(inWords('consumer_key: This field may not be null.')).toBe('consumer_key\u00A0: Ce champ ne peut pas être vide.');
    expect(inWords('Note: something new.')).toBe('Note: something new.');
  });

  test('several sentences are known one by one, or not at all', () => {
    expect(inWords('It was made on 2026-01-31 and is older than allowed. It loses brand_view.'))
      .toBe('Il a été créé le 31 janv. 2026 et est plus ancien que ce qui est autorisé. Il perd brand_view.');
    expect(inWords('It loses brand_view. Something new.')).toBe('It loses brand_view. Something new.');
  });

  test('roles have French names, in sentences too', () => {
    expect(inWords('Your role (IT Admin) does not have this permission.')).toBe('Votre rôle (Administrateur informatique) n’a pas ce droit.');
    expect(inWords('Your role "IT Admin" does not reach "Account Admin". An Account Admin can do this.'))
      .toBe('Votre rôle «\u00A0Administrateur informatique\u00A0» ne s’étend pas à «\u00A0Administrateur du compte\u00A0». Un administrateur du compte peut le faire.');
    // Other things may be called as roles are.
    expect(inWords('There is no brand "IT Admin".')).toBe('La marque «\u00A0IT Admin\u00A0» n’existe pas.');
    expect(roleName(role)).toBe('Administrateur informatique');
    expect(roleInWords(role)).toMatchObject({ label: 'Administrateur informatique' });
    expect(roleName({ name: 'new_role', label: 'New' })).toBe('New');
  });

  test('devices are named in French', () => {
    expect(deviceWords('Firefox on Linux')).toBe('Firefox sur Linux');
    expect(deviceWords('python-requests')).toBe('python-requests');
    expect(deviceWords('')).toBe('');
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
});
