// A person’s own page: details, password, sessions.

import { n } from './count';

export const me = {
  title: 'Profile',
  detailsTitle: 'Your details',
  name: 'Name',
  email: 'E-mail address',
  emailChange: 'Change the address',
  emailTitle: 'Sign in with another address',
  emailLead: 'A link goes to the new address. Once it is opened, you sign in with that address; the old one is told.',
  emailNew: 'New e-mail address',
  emailSubmit: 'Send the link',
  emailSent: 'Look into the new mailbox',
  role: 'Role',
  passwordTitle: 'Password',
  passwordLead: 'Changing it signs you out everywhere else.',
  current: 'Current password',
  change: 'Change password',
  changed: 'Your password is changed. Other sessions have ended.',
};

export const sessions = {
  title: 'Where you are signed in',
  lead: 'In all your companies. If you do not know one, sign it out and change your password.',
  thisOne: 'this one',
  unknown: 'Unknown device',
  kinds: { session: 'Portal', jwt: 'API' } as Record<string, string>,
  seen: (when: string) => `Last seen ${when}`,
  since: (when: string) => `signed in ${when}`,
  nowhereElse: 'You are signed in nowhere else.',
  newest: (shown: number, count: number) => `The newest ${n(shown)} of ${n(count)}.`,
  end: 'Sign out',
  endOne: (device: string, when: string) => `Sign out ${device}, last seen ${when}`,
  ended: (device: string) => `${device} is signed out.`,
  endOthers: 'Sign out everywhere else',
  endOthersTitle: 'Sign out everywhere else?',
  endOthersText: 'All your other log-ins end at once, in all your companies. Your tokens go on working.',
  othersEnded: 'You are signed in only here now.',
};
