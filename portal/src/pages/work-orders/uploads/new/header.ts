// Another header for a CSV file. What stands below it is not touched, however much it is.

const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];

/** A header is looked for in so many bytes. */
const LOOKED_AT = 1 << 20;

/** The number of bytes up to the end of the first row that says anything, its line break included. */
export function headerEnd(bytes: Uint8Array): number {
  const begin = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let isQuoted = false;
  let isBlank = true;
  let isCellStart = true;
  let isJustClosed = false;
  for (let at = begin; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isQuoted) {
      // A doubled quote closes and opens again: the same in the end.
      isQuoted = byte !== QUOTE;
      isJustClosed = !isQuoted;
      continue;
    }
    if (byte === QUOTE && (isCellStart || isJustClosed)) {
      isQuoted = true;
      isBlank = false;
    } else if (byte === LF || byte === CR) {
      const next = byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
      if (!isBlank) return next;
      at = next - 1;
      isCellStart = true;
      continue;
    } else if (byte !== COMMA) isBlank = false;
    isCellStart = byte === COMMA;
    isJustClosed = false;
  }
  return bytes.length;
}

/** The file with these names in place of its header. Names are keys: none needs quotes. */
export async function withHeader(file: Blob, names: string[]): Promise<Blob> {
  const beginning = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  return new Blob([`${names.join(',')}\r\n`, file.slice(headerEnd(beginning))], { type: 'text/csv' });
}
