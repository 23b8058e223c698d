// One upload or edit of supply-chain data.

import { n, s } from './count';

export const scmTask = {
  one: 'Upload',
  title: (reference: string) => `Upload ${reference}`,
  who: 'Who uploaded',
  everybody: 'Everybody',
  facts: {
    state: 'State',
    source: 'Source',
    who: 'Asked for by',
    asked: 'Asked for',
    began: 'Begun',
    ended: 'Ended',
    codes: 'Codes found',
    values: 'Values changed',
    fields: 'Fields',
    id: 'Id',
  },
  failedTitle: 'This upload failed',
  failedText: (values: number) => (values === 0 ? 'Nothing was changed.' : `What was changed before stays: ${n(values)} value${s(values)}.`),
  asked: 'What was asked',
  copy: 'Copy JSON',
};
