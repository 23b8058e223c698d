// Files that a page saves.

import { readFile } from 'node:fs/promises';

/** What is saved by a click: the name and the text of the file. */
export async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** The cells of one column of a file that has no quotes. */
export function column(text, name) {
  const [header, ...lines] = text.trimEnd().split('\r\n').map((line) => line.split(','));
  const at = header.indexOf(name);
  return lines.map((cells) => cells[at]);
}
