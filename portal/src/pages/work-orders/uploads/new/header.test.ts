import { describe, expect, test } from 'vitest';
import { headerEnd, withHeader } from './header';
import { doubled, firstChoices, names } from './mapping';

const end = (text: string) => headerEnd(new TextEncoder().encode(text));

describe('the end of a header', () => {
  test('is behind its line break, of any kind', () => {
    expect(end('id,lot\nA,1\n')).toBe(7);
    expect(end('id,lot\r\nA,1\r\n')).toBe(8);
    expect(end('id,lot\rA,1')).toBe(7);
    expect(end('id,lot')).toBe(6);
  });

  test('is not inside quotes, and not in the middle of a cell with a quote in it', () => {
    expect(end('"the\nid","a ""lot""\n"\nA,1\n')).toBe(22);
    expect(end('id,5" pipe\nA,1\n')).toBe(11);
    expect(end('id,5"" pipe\nA,1\n')).toBe(12);
  });

  test('is not that of a blank row or a byte-order mark', () => {
    expect(end('\uFEFFid,lot\nA,1\n')).toBe(10);
    expect(end('\n,,\r\nid\nA\n')).toBe(8);
  });
});

test('the rows of a file stay as they are', async () => {
  const file = new Blob(['\uFEFF"My\ncode",Größe\r\n"A,1","zwölf\n"\r\n']);
  expect(await (await withHeader(file, ['id', ''])).text()).toBe('id,\r\n"A,1","zwölf\n"\r\n');
});

describe('columns', () => {
  const keys = [{ key: 'lot_number', label: 'Lot' }, { key: 'line', label: 'Production line' }];

  test('are guessed by their names', () => {
    expect(firstChoices(['Code', 'Lot', 'SKU', 'Remarks'], keys)).toEqual({
      template: null, column: 'Code', targets: { Lot: 'lot_number', SKU: 'product' }, data: [],
    });
  });

  test('are called as their keys, and those that are not used by nothing', () => {
    const choices = { column: 'Code', targets: { Lot: 'lot_number', Remarks: '' } };
    expect(names(['Remarks', 'Lot', 'Code', 'Lot', 'Else'], choices)).toEqual(['', 'lot_number', 'id', '', '']);
  });

  test('that share a key are told', () => {
    expect(doubled({ column: 'Code', targets: { Lot: 'line', Line: 'line', Code: 'line', Else: '' } })).toEqual(['Lot', 'Line']);
  });
});
