import { describe, expect, test } from 'vitest';
import { column, fill, parseCsv } from './csv';
import { guessMapping } from './guess';

describe('reading CSV', () => {
  test('quotes, commas, line breaks and a byte-order mark', () => {
    const sheet = parseCsv('\uFEFFsku,name\r\nA-1,"Oil, ""extra""\nvirgin"\r\n\r\nA-2,Honey');
    expect(sheet.header).toEqual(['sku', 'name']);
    expect(sheet.rows).toEqual([['A-1', 'Oil, "extra"\nvirgin'], ['A-2', 'Honey']]);
  });

  test('a missing cell is empty', () => {
    expect(column(parseCsv('a,b\n1\n2,3'), 'b')).toEqual(['', '3']);
  });

  test('columns and templates are filled in; unknown braces stay', () => {
    const sheet = parseCsv('Handle,Title\nblue-shirt,Blue');
    const row = sheet.rows[0] ?? [];
    expect(fill('Title', sheet, row)).toBe('Blue');
    expect(fill('https://shop.example/{Handle}?{x}', sheet, row)).toBe('https://shop.example/blue-shirt?{x}');
  });
});

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
