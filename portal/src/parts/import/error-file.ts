// The errors of an import as a CSV file, for whoever mends the rows.

import type { ImportError } from '../../api/types';
import { csvLine } from '../csv-file';

/** `header` names the columns: row, column, what is wrong. */
export function errorFile(errors: ImportError[], header: string[], fieldWords: (field: string) => string): string {
  const lines = errors.map(({ row, field, message }) => [String(row), field ? fieldWords(field) : '', message]);
  // What is wrong may quote the file.
  return [header, ...lines].map(csvLine).join('');
}
