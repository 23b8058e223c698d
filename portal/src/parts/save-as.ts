// A file from the API, saved as a download would be. It is fetched first and saved then, so that a
// refusal is shown and not saved as a file.

import { ownAddress } from '../api/own-address';

/** A file that may be larger than a page should hold: the browser takes it straight to the disk. */
export function saveFrom(address: string) {
  const link = document.createElement('a');
  link.href = ownAddress(address);
  link.download = '';
  link.click();
}

export function saveAs(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
