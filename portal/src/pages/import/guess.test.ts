import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../parts/import/csv';
import { guessMapping } from './guess';

describe('guessing the columns', () => {
  const shop = 'Handle,Title,Body (HTML),Vendor,Variant SKU';

  test('a shop export without SKUs is known by its handles', () => {
    const guess = guessMapping(parseCsv(`${shop}\nshirt,Shirt,<p>x</p>,Acme,\nshirt,,,,`));
    expect(guess).toEqual({ sku: 'Handle', name: 'Title', brand: 'Vendor', description: 'Body (HTML)', client_url: '', label: '' });
  });

  test('its SKUs are taken when each row is a product of its own', () => {
    expect(guessMapping(parseCsv(`${shop}\na,A,,Acme,S1\nb,B,,Acme,S2`)).sku).toBe('Variant SKU');
    expect(guessMapping(parseCsv(`${shop}\na,A,,Acme,S1\na,,,,S2`)).sku).toBe('Handle');
  });

  test('ordinary names are found in any spelling', () => {
    const guess = guessMapping(parseCsv('Product name,SKU,Brand reference,URL\nx,y,z,w'));
    expect(guess).toEqual({ sku: 'SKU', name: 'Product name', brand: 'Brand reference', description: '', client_url: 'URL', label: '' });
  });

  test('nothing known, nothing guessed', () => {
    expect(Object.values(guessMapping(parseCsv('foo,bar\n1,2')))).toEqual(['', '', '', '', '', '']);
  });
});
