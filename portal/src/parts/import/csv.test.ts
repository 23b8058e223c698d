import { describe, expect, test } from 'vitest';
import { column, fill, parseCsv } from './csv';

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
