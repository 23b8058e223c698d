// The errors of an import as a CSV file, for whoever mends the rows.

import type { ImportError } from '../../api/types';

/** `header` names the columns: row, column, what is wrong. */
export function errorFile(errors: ImportError[], header: string[], fieldWords: (field: string) => string): string {
  const lines = errors.map(({ row, field, message }) => [String(row), field ? fieldWords(field) : '', message]);
  return [header, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

// What is wrong may quote the file. A cell that a spreadsheet would run gets an apostrophe in
// front, as in the server's own files.
function cell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
