import { describe, expect, test } from 'vitest';
import type { ScmField } from '../../../api/types';
import { asQuery, doubled, firstChoices, namedBy, written, type Choices } from './choices';
import { guessNaming, guessTargets, keysOf, keyWords, optionWords } from './keys';

const field = (key: string, label: string, active = true) => ({ key, label, active }) as ScmField;
const keys = keysOf([
  [field('lot_number', 'Lot'), field('line', 'Production line'), field('old', 'Old', false)],
  [field('lot_number', 'Batch'), field('sell_by_date', 'Sell-by date'), field('status', 'State of the pallet')],
]);

describe('keys', () => {
  test('of all campaigns come once, by their labels, and only those in use', () => {
    expect(keys.map(({ key }) => key)).toEqual(['lot_number', 'line', 'sell_by_date', 'status']);
  });

  test('are read as their labels', () => {
    expect(keyWords(keys, 'line')).toBe('Production line');
    expect(keyWords(keys, 'product')).toBe('Product');
    expect(keyWords(keys, 'gone')).toBe('gone');
    expect(optionWords({ key: 'line', label: 'Production line' })).toBe('Production line (line)');
    expect(optionWords({ key: 'sell_by_date', label: 'Sell-by date' })).toBe('Sell-by date');
  });
});

describe('guessing', () => {
  test('columns are known by key, label and usual names, in any spelling', () => {
    expect(guessTargets(['LOT-NUMBER', 'production line', 'SKU', 'Serial no.', 'Remarks'], keys)).toEqual({
      'LOT-NUMBER': 'lot_number', 'production line': 'line', SKU: 'product', 'Serial no.': 'serial_number',
    });
  });

  test('what the company calls so comes before what is usual', () => {
    expect(guessTargets(['Status'], keys)).toEqual({ Status: 'status' });
    expect(guessTargets(['Status'], [])).toEqual({ Status: 'activation_status' });
  });

  test('a key is given once', () => {
    expect(guessTargets(['Lot', 'lot_number'], keys)).toEqual({ lot_number: 'lot_number' });
  });

  test('codes are named by their id, or what there is', () => {
    expect(guessNaming(['Lot', 'extended_id', 'serial_number'])).toBe('extended_id');
    expect(guessNaming(['Serial', 'Lot'])).toBe('serial_number');
    expect(guessNaming(['Work order', 'Lot'])).toBe('workorder');
    expect(guessNaming(['Lot'])).toBe('extended_id');
  });
});

describe('choices', () => {
  const header = ['Code', 'Serial', 'Lot', 'Line', 'Remarks'];
  const choices: Choices = { ...firstChoices(header, keys), blank: 'clear' };

  test('become what the API takes', () => {
    expect(asQuery(choices)).toEqual({
      data_key: 'extended_id', column_extended_id: 'Code', column_serial_number: 'Serial', column_lot_number: 'Lot', column_line: 'Line',
      blank: 'clear', unknown: 'error',
    });
  });

  test('another naming key takes its column along, and is not written', () => {
    const lot = namedBy(choices, 'lot_number', header, keys);
    expect(lot.column).toBe('Lot');
    expect(written(lot)).toEqual([['Line', 'line'], ['Serial', 'serial_number']]);
    expect(namedBy(lot, 'workorder', header, keys).column).toBe('');
    expect(written(namedBy(lot, 'extended_id', header, keys))).toEqual(written(choices));
  });

  test('a key that two columns have is told at both', () => {
    expect(doubled(choices)).toEqual([]);
    expect(doubled({ ...choices, targets: { ...choices.targets, Remarks: 'line' } })).toEqual(['Line', 'Remarks']);
  });
});
