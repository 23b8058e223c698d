// Reading a CSV file as far as the screen needs it: header, first row, which columns are empty.
// The server reads it again and decides; this is only for guessing and showing.

export interface Sheet {
  header: string[];
  rows: string[][];
}

/** RFC 4180: commas, quotes doubled inside quotes, line ends of any kind. */
export function parseCsv(text: string): Sheet {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let isQuoted = false;
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;

  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === ',') {
      line.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && source[at + 1] === '\n') at += 1;
      line.push(cell);
      cell = '';
      lines.push(line);
      line = [];
    } else cell += char;
  }
  if (cell !== '' || line.length > 0) lines.push([...line, cell]);

  const [header = [], ...rows] = lines.filter((cells) => cells.some((value) => value !== ''));
  return { header: header.map((name) => name.trim()), rows };
}

/** The values of one column, in order; empty if there is no such column. */
export function column({ header, rows }: Sheet, name: string): string[] {
  const at = header.indexOf(name);
  return at < 0 ? [] : rows.map((cells) => cells[at] ?? '');
}

/** A column's value, or a text with `{Column}` in it, for one row. */
export function fill(mapping: string, { header }: Sheet, row: string[]): string {
  const value = (name: string) => row[header.indexOf(name)] ?? '';
  if (header.includes(mapping)) return value(mapping);
  return mapping.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => (header.includes(name) ? value(name) : whole));
}
