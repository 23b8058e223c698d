// The tokens of the company, what to look at among them, revoking many at once, and where a new one starts from.

import { n, s } from './count';

export const allTokens = {
  title: 'Tokens of the company',
  lead: 'Every token, whoever made it. Look through them now and then: what nobody needs should not be there.',
  toAll: 'All tokens of the company',
  caption: 'Tokens of the company',
  back: 'Tokens of the company',
  empty: 'The company has no tokens yet',
  emptyText: 'People make them on their profile pages. As soon as somebody has, it stands here.',
  anyState: 'Any state',
  owner: 'Person',
  anyOwner: 'Everybody',
  ofPerson: 'Their tokens',
  none: {
    active: 'No active token',
    expired: 'No expired token',
    superseded: 'No replaced token',
    revoked: 'No revoked token',
    quarantined: 'No token in quarantine',
  } as Record<string, string>,
  export: 'Export CSV',
  exported: 'The tokens are saved as tokens.csv.',

  looks: {
    label: 'Worth a look',
    never_used: {
      label: 'Never used', none: 'Every token has been used',
      text: () => 'Never used: no call was ever made with it. Probably nobody needs it.',
    },
    idle_days: {
      label: 'Idle', none: 'No token is idle',
      text: (days: number) => `Idle: no call was made with it for ${n(days)} day${s(days)}. What used it may be gone.`,
    },
    ends_within_days: {
      label: 'Ends soon', none: 'No token ends soon',
      text: (days: number) => `Ends soon: it stops within ${n(days)} day${s(days)}. Replace it before what uses it stands still.`,
    },
    too_wide: {
      label: 'Too wide', none: 'No token is too wide',
      text: () => 'Too wide: it has rights that no call has needed for 60 days. Its owner can take them away on its page. Of younger tokens nothing can be said yet.',
    },
    not_compliant: {
      label: 'Against the policy', none: 'Every token keeps to the policy',
      text: () => 'Against the policy: it has a right that the company forbids now, or lives longer than it allows. The rules hold at every call all the same.',
    },
  },

  why: {
    rules: {
      forbidden: 'Has a forbidden right',
      max_days: 'Lives longer than allowed',
    } as Record<string, string>,
    tooWide: (count: number) => `Too wide: ${n(count)} unused right${s(count)}`,
    idle: (days: number) => `Idle for ${n(days)} day${s(days)}`,
  },

  edit: 'Rename or narrow',
  ownerNarrows: (owner: string) => `Only its owner, ${owner}, can take them away. You can revoke the token.`,
  unusedSince: (day: string) => `not used since ${day}`,

  select: 'Choose tokens',
  choose: (name: string, owner: string) => `Choose ${name} of ${owner}`,
  chooseAll: 'Choose all active ones on this page',
  chosen: (count: number) => `${n(count)} token${s(count)} chosen`,
  clear: 'Clear the choice',
  revoke: 'Revoke…',

  more: (count: number) => `and ${n(count)} more`,
  list: 'The tokens',

  many: {
    title: (count: number) => `Revoke ${n(count)} token${s(count)}?`,
    text: 'Every call that uses one of them is refused at once. This cannot be undone.',
    submit: (count: number) => `Revoke ${n(count)} token${s(count)}`,
    revoked: (count: number) => `${n(count)} token${s(count)} ${count === 1 ? 'is' : 'are'} revoked.`,
  },

  all: {
    open: 'Revoke all…',
    openFound: 'Revoke all that match…',
    openPerson: 'Revoke all tokens',
    title: {
      mine: () => 'Revoke all of your tokens?',
      person: (name: string) => `Revoke all tokens of ${name}?`,
      company: (name: string) => `Revoke all tokens of ${name}?`,
    },
    titleOfFound: {
      mine: () => 'Revoke those of your tokens that match?',
      person: (name: string) => `Revoke those tokens of ${name} that match?`,
      company: (name: string) => `Revoke those tokens of ${name} that match?`,
    },
    text: 'For when something has leaked and nobody knows what. Every script and system that uses one of these is shut out at once. This cannot be undone.',
    count: (count: number) => `${n(count)} active token${s(count)} will be revoked:`,
    none: 'There is no active token. Nothing has to be revoked.',
    confirm: (what: string) => `To confirm, type ${what}`,
    mismatch: (what: string) => `Type exactly: ${what}`,
    submit: (count: number) => `Revoke ${n(count)} token${s(count)}`,
    doneTitle: (count: number) => `${n(count)} token${s(count)} ${count === 1 ? 'is' : 'are'} revoked`,
    doneNone: 'They had all ended meanwhile: nothing was left to revoke.',
    doneText: 'Calls with them are refused from now on. They stay in the list, with the reason. Whoever still needs access makes a new token.',
  },
};

export const presets = {
  label: 'Start from',
  hint: 'A preset ticks the rights below. You can change them afterwards.',
  read_scans: 'Read scans',
  upload_scm: 'Upload SCM data',
  create_codes: 'Create codes',
};

/** The sentence beside the button: "… can … on … until … from …". */
export const tokenSummary = {
  start: 'This token can',
  nothing: 'do nothing yet: tick at least one access right',
  more: (count: number) => `do ${n(count)} more thing${s(count)}`,
  and: 'and',
  onAll: 'on everything of your company',
  on: (what: string) => `on ${what} only`,
  until: (date: string) => `until ${date}`,
  fromAll: 'from everywhere',
  from: (where: string) => `from ${where}`,
  fromMany: (count: number) => `from ${n(count)} networks`,
  watched: 'from everywhere, watched',
  limits: (count: number) => `within ${n(count)} daily limit${s(count)}`,
  as: 'acting as you',
};

export const tokens = {
  heading: 'User authorization tokens',
  lead: 'A token lets a script or a system call the API as you, with only the rights that you give it.',
  create: 'New user authorization token',
  noAccess: (role: string) => `Your role (${role}) has no access to the API, so you cannot make tokens.`,
  whoHas: (roles: string) => `Roles that have it: ${roles}. An Account Admin can change yours.`,
  state: 'State',
  states: { active: 'Active', expired: 'Expired', revoked: 'Revoked', superseded: 'Replaced' },
  replaced: 'replaced, ended',
  overlaps: 'replaced, works until',
  quarantine: 'In quarantine',
  release: 'Release from quarantine',
  releaseTitle: (name: string) => `Release “${name}” from quarantine?`,
  releaseText: 'Its text was found in the open and reported. Released, it has all its permissions again, for whoever knows that text. Safer: make a new token and revoke this one.',
  released: (name: string) => `“${name}” has all its permissions again.`,
  search: 'Search tokens',
  caption: 'User authorization tokens',
  columns: { name: 'Name', owner: 'Owner', state: 'State', rights: 'Rights', end: 'Ends', created: 'Created', used: 'Last used', actions: 'Actions' },
  rights: (count: number) => `${count} right${s(count)}`,
  showRights: (name: string) => `Show the rights of ${name}`,
  ended: (when: string) => `ended ${when}`,
  revokedWhen: (when: string) => `revoked ${when}`,
  revokedBy: (who: string) => `by ${who}`,
  neverUsed: 'never used',
  usedFrom: (address: string) => `from ${address}`,
  uses: (count: number) => `${n(count)} call${s(count)}`,
  refusedCalls: (count: number) => `${n(count)} refused call${s(count)}`,
  refusedLast: (ago: string) => `last: ${ago}`,
  made: (when: string) => `Made ${when}`,
  id: (id: string) => `Token id ${id}`,
  revoke: 'Revoke',
  revokeTitle: (name: string) => `Revoke “${name}”?`,
  revokeText: 'Every call that uses it is refused at once. This cannot be undone; the token stays in the list so that everybody can see when and why it ended.',
  revokeReason: 'Reason',
  revokeReasonHint: 'Kept with the token, for whoever asks later.',
  revoked: (name: string) => `“${name}” is revoked.`,
  edit: 'Change',
  editTitle: 'Change the token',
  editLead: 'A token can be renamed and can lose rights. It can never gain any: make a new one for that. Daily limits can be changed.',
  saved: (name: string) => `“${name}” is saved.`,
  empty: 'No tokens yet',
  emptyText: 'Make one to call the API from a script, an ERP or a shop.',
};
