import { expect, test } from 'vitest';
import { parseCsv } from './csv';
import { errorFile } from './error-file';

test('errors become rows that a spreadsheet reads and does not run', () => {
  const errors = [
    { row: 3, field: 'lot', message: 'There is no code with "a, b".' },
    { row: 7, field: null, message: '=1+1' },
    { row: 9, field: 'file', message: '@SUM(A1)' },
  ];
  const text = errorFile(errors, ['Row', 'Column', 'What is wrong'], (field) => (field === 'lot' ? '+Lot' : ''));
  expect(text.startsWith('Row,Column,What is wrong\r\n')).toBe(true);
  expect(parseCsv(text).rows).toEqual([
    ['3', "'+Lot", 'There is no code with "a, b".'],
    ['7', '', "'=1+1"],
    ['9', '', "'@SUM(A1)"],
  ]);
});
