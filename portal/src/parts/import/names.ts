// Knowing columns by their names, however they are spelled.

/** `Lot No.` and `lot_no` are the same. */
export const plainName = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The column with the first of these names that is there; the names are plain. Empty if none is. */
export function columnNamed(header: string[], names: string[]): string {
  const plain = header.map(plainName);
  const at = names.map((name) => plain.indexOf(name)).find((found) => found >= 0);
  return at === undefined ? '' : header[at] ?? '';
}
