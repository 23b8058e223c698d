import { expect, test } from 'vitest';
import { csvFile } from './csv-file';
import { parseCsv } from './import/csv';

interface Row { name: string; count: number | null; countries: string[] }

test('a list becomes a file whose columns have the names of the API', () => {
  const columns = { name: ({ name }: Row) => name, count: ({ count }: Row) => count, countries: ({ countries }: Row) => countries };
  const text = csvFile(columns, [
    { name: 'Oil, "virgin"', count: 3, countries: ['BE', 'NL'] },
    { name: 'two\nlines', count: null, countries: [] },
  ]);
  expect(text).toBe('name,count,countries\r\n"Oil, ""virgin""",3,BE NL\r\n"two\nlines",,\r\n');
});

test('no cell is a formula, and each can be read back', () => {
  const risky = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '\0x', '＝1', '＋1', '－1', '＠x', "'=1", "''@x"];
  const { rows } = parseCsv(csvFile({ a: (name: string) => name }, risky)) as { rows: string[][] };
  expect(rows.map(([value]) => value)).toEqual(risky.map((value) => `'${value}`));
  const plain = ["it's", "'quoted'", 'a=b', '1-2', ''];
  expect(csvFile({ a: (name: string) => name }, plain)).toBe(`a\r\n${plain.join('\r\n')}\r\n`);
});
