// An import while the server does it, and how it ended.

import { n, s } from './count';

export const importJob = {
  waiting: 'Waiting for its turn…',
  writing: 'Writing…',
  mayLeave: 'All rows are written together, or none. You may leave this page: it goes on, and stands under “Background work”.',
  rows: (done: number, of: number) => `${n(done)} of ${n(of)} row${s(of)}`,
  label: 'What becomes of the file',
  errorsLead: {
    product_import: 'Nothing was written: something has changed since the file was checked, for example a product or a brand. Mend the file and import it again.',
    scm_import: 'Nothing was written: something has changed since the file was checked, or a code is not there. Mend the file and upload it again.',
  },
  failedTitle: 'Nothing was written',
  stoppedTitle: 'This import was stopped',
  stoppedText: 'Nothing of the file was written.',
  stopText: 'Nothing of the file will have been written. To write it after all, you would have to upload it again.',
  see: 'See how far it is, and its rows',
};
