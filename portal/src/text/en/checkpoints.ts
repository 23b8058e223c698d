// Checkpoints of the log, and the keys that sign them.

import { n, s } from './count';

export const checkpoints = {
  rooms: 'Pages of the log',
  log: 'Log',
  tab: 'Checkpoints and keys',
  lead: 'What proves, to somebody who keeps it, that the log is the one that was written.',
  title: 'Checkpoints',
  text: 'The server signs the end of the log within ten minutes of a change. Keep some of the lines where nobody who can reach the database can: each proves that nothing before it was changed or cut off since.',
  caption: 'Checkpoints, the newest first',
  columns: { position: 'Signed', at: 'When', key: 'By the key', copy: 'Copy' },
  upTo: (position: number) => `Entries 1 to ${n(position)}`,
  copy: (position: number) => `Copy the line for entries 1 to ${n(position)}`,
  older: 'Show older ones',
  keep: (count: number) => (count === 1 ? 'Save this line' : `Save these ${n(count)} lines`),
  kept: (count: number, name: string) => `${n(count)} line${s(count)} ${count === 1 ? 'is' : 'are'} saved as ${name}. Keep the file elsewhere.`,
  covered: (position: number, length: number) => (position >= length
    ? `The log has ${n(length)} entries; all of them are signed.`
    : `The log has ${n(length)} entries; the last ${n(length - position)} will be signed within ten minutes.`),
  empty: 'Nothing is signed yet',
  emptyText: (length: number) => `The log has ${n(length)} entr${length === 1 ? 'y' : 'ies'}. The first checkpoint comes by itself within ten minutes of a change.`,
  file: 'Choose a file with them',
  fileTaken: (lines: number, name: string) => (lines === 0 ? `There is no checkpoint in ${name}.` : `${n(lines)} taken from ${name}.`),
  keys: {
    title: 'Keys of the log',
    lead: 'They sign the checkpoints of every company of this server. Write the public key down where you keep the lines.',
    columns: { id: 'Key', state: 'State', public: 'Public key', entries: 'Signs entries', made: 'Made', ended: 'Ended' },
    signs: 'Signs',
    ended: 'Ended',
    from: (first: number) => `from ${n(first)}`,
    range: (first: number, last: number) => `${n(first)} to ${n(last)}`,
    publicKey: 'Public key that signs now',
    copy: 'Copy the key',
    rotate: 'Bring a new key',
    rotateTitle: 'Let a new key sign the log?',
    rotateText: 'It signs at once, for every company of this server. The old key hands over in every log and its private half is erased; what it has signed stays good. Write the new public key down where you keep the old one.',
    rotated: 'A new key signs the log. Write its public key down.',
  },
};
