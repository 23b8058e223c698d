// The keys that sign log-ins.

export const keys = {
  title: 'Signing keys',
  lead: 'They sign the log-ins of programs (JWT). A new one comes by itself every 90 days, and nobody has to log in again for it. They are shared by all companies of this server.',
  caption: 'Signing keys',
  columns: { id: 'Key', algorithm: 'Algorithm', state: 'State', since: 'Since', until: 'Until' },
  states: { published: 'Published', signing: 'Signs log-ins', verify_only: 'Verifies only', gone: 'Gone' },
  noEnd: '—',
  next: (when: string) => `The next key begins to sign ${when}.`,
  rotate: 'Rotate now',
  early: (when: string) => `A rotation by hand can begin again ${when}.`,
  rotateTitle: 'Bring the next signing key?',
  rotateText: 'The next key is published now and signs in a minute, when every node knows it. The key before it verifies until its last log-in has run out: nobody has to log in again. If a private key may have leaked, run “countermark keys rotate --now” on the server instead.',
  rotated: 'The next key is published. It signs in a minute.',
};
