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
  clear: 'Clear',
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
