// A CSV file as the server writes its own.

export type Cell = string | number | boolean | null | undefined | readonly (string | number)[];

/** The columns of a file: their names, as the API has them, and what is in them. */
export type FileColumns<Row> = Record<string, (row: Row) => Cell>;

// What a formula can begin with, in half and in full width, also behind apostrophes: so every text
// can be read back as it was.
const FORMULA = /^'*[=+\-@\t\r\n\0＝＋－＠]/;

/** One line. A cell that a spreadsheet would run gets an apostrophe in front. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvFile<Row>(columns: FileColumns<Row>, rows: readonly Row[]): string {
  const names = Object.keys(columns);
  return [names, ...rows.map((row) => names.map((name) => text(columns[name]?.(row))))].map(csvLine).join('');
}

function text(value: Cell): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? value.join(' ') : String(value);
}
