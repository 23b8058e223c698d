// What people should know about their tokens.

import { n, s } from './count';

export const notices = {
  title: 'Notices',
  lead: 'What you should know about your tokens.',
  columns: { what: 'What', when: 'When' },
  dismiss: 'Dismiss',
  empty: 'Nothing to tell',
  emptyText: 'Before a token of yours ends you are told here and by mail, 30, 14, 7, 3 and 1 day ahead.',
  ends: (name: string, day: string) => `“${name}” works until ${day}`,
  endsText: 'Replace it before every system that uses it is shut out.',
  used: (name: string, from: string) => `“${name}” was used from ${from} after it was replaced`,
  usedText: 'The call was refused. A system was forgotten, or somebody else has the token.',
  usedRevoked: (count: number) => `The call was refused, and ${n(count)} token${s(count)} of its chain were revoked.`,
};
