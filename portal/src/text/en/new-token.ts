// Making a token, and its further limits.

import { n, s } from './count';

export const newToken = {
  title: 'New user authorization token',
  name: 'Name',
  nameHint: 'What will use it? For example “ERP import” or “Nightly scan export”.',
  until: 'Valid until',
  untilHint: (zone: string, latest: string) =>
    `To the end of that day, ${zone}. Your company allows no later than ${latest}.`,
  quick: (days: number) => `${days} days`,
  quickLabel: 'Quick choices for the end date',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousYears: 'Earlier years',
  nextYears: 'Later years',
  rights: 'Access rights',
  rightsHint: 'Tick only what the script needs. Nothing is ticked for you.',
  rightsSearch: 'Search access rights',
  noRight: 'No access right matches.',
  highRisk: 'High risk',
  chosen: (count: number) => (count === 0 ? 'None ticked' : `${count} ticked`),
  submit: 'CREATE',
  needName: 'Give it a name.',
  needDate: 'Choose a date.',
  needRight: 'Tick at least one access right.',
  doneTitle: 'Your token is ready',
  once: 'Copy it now. It cannot be shown again.',
  onceText: 'Keep it like a password: whoever has it can act as you. If it leaks, revoke it here.',
  token: 'Token',
  copyToken: 'Copy token',
  try: 'Try it',
  copyTry: 'Copy command',
  leaveTitle: 'Have you copied the token?',
  leaveText: 'It cannot be shown again after this window is closed.',
  leave: 'Close it',
  stay: 'Go back',
};

export const limits = {
  title: 'More limits',
  hint: 'All optional. The less a token may do, the less harm it can do when it leaks.',
  none: 'No limit',
  daily: 'Daily limits',
  dailyHint: 'How much the token may do in a day. It is refused when a limit is reached, and goes on the next day. Empty means no limit.',
  dailyCount: (count: number) => `${count} limit${s(count)}`,
  units: {
    products_changed: 'Products and brands changed', codes_created: 'Codes made',
    scm_rows_changed: 'Rows of supply-chain data changed', scans_exported: 'Scans exported',
  },
  used: (used: number, most: number) => `${n(used)} of ${n(most)} today`,
  anew: (when: string) => `They start anew on ${when}.`,
  full: 'Nothing more today: calls that would change more are refused.',
};
