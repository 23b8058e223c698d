// The words in front of everything: what stands before the sign-in, around all rooms and on the home
// page, and the API reference. Whatever else is said comes with the rooms: `en/rooms.ts`.

import { alertTypes } from './en/alert-types';
import { attention } from './en/attention';
import { language, n, s } from './en/count';
import { entries } from './en/entries';
import { forgot, invitation, mail, reset, setup, signIn, verify } from './en/outer';
import { reference } from './en/reference';
import { rights } from './en/rights';
import { served } from './en/served';

export const en = {
  product: 'Countermark',
  /** For Intl: dates and numbers. */
  language,

  common: {
    cancel: 'Cancel',
    close: 'Close',
    save: 'Save',
    done: 'Done',
    edit: 'Edit',
    archive: 'Archive',
    restore: 'Restore',
    remove: 'Delete',
    create: 'Create',
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    copiedLive: (what: string) => `${what} copied to the clipboard.`,
    all: 'All',
    optional: 'optional',
    pair: (label: string, value: string) => `${label}: ${value}`,
    actionsFor: (name: string) => `Actions for ${name}`,
    loading: 'Loading…',
    skip: 'Skip to the content',
    archived: 'Archived',
    showArchived: 'Show archived',
    sort: 'Sort by',
    nothingMatches: 'Nothing matches these filters.',
    clearFilters: 'Clear the filters',
    clearSearch: 'Clear the search',
    paging: (from: number, to: number, count: number) =>
      `${n(from)}–${n(to)} of ${n(count)}`,
    previousPage: 'Previous page',
    nextPage: 'Next page',
    pages: 'Pages',
    showPassword: 'Show or hide the password',
    saveChanges: 'Save changes',
    discard: 'Discard',
    unsaved: 'You have unsaved changes.',
    allChosen: 'No more to choose.',
    notLoaded: 'They cannot be loaded just now.',
  },

  problem: {
    title: 'That did not work',
    offlineTitle: 'The server does not answer',
    offline: 'Check your connection. If it is fine, the server may be restarting; try again in a moment.',
    cutOffTitle: 'The answer did not come',
    cutOff: 'The connection was lost after your file was sent. It may be uploaded, or not: look at the list before you send it again.',
    throttled: (seconds: number) => `Too many attempts. Try again in ${seconds} second${s(seconds)}.`,
    throttledLater: 'Too many attempts. Wait a minute, then try again.',
    unavailable: 'The server cannot reach its data just now. Try again in a moment.',
    unknown: (status: number) => `The server answered with an error (${status}).`,
    requestId: (id: string) => `Request ${id}`,
    notAllowedTitle: 'You may not do this',
    missing: (names: string) => `This needs the permission ${names}.`,
    missingAny: (names: string) => `This needs one of the permissions ${names}.`,
    because: {
      role: 'Your role does not have it. An Account Admin can change roles.',
      token: 'The token was made without it.',
      policy: 'The company allows it in no token. An Account Admin can change the policy.',
    },
    notConfirmed: 'Your password was not confirmed, so nothing was changed.',
    notFound: 'It is not there any more. Reload the page to see what is.',
    tooLarge: 'That is too large for the server.',
    crashTitle: 'This page stopped working',
    crash: 'Reload it. If it happens again, tell whoever runs this server what you did before.',
    reload: 'Reload',
  },

  menu: {
    open: 'Menu',
    close: 'Close menu',
    label: 'Main menu',
    home: 'Home',
    company: 'Company',
    companyInfo: 'Company info',
    policy: 'Company policy',
    activity: 'Activity log',
    users: 'Users & Teams',
    tokens: 'Tokens',
    webhooks: 'Webhooks',
    dashboard: 'Dashboard',
    scans: 'Scans',
    campaigns: 'Campaigns',
    alerts: 'Alerts',
    brands: 'Brands',
    regions: 'Regions',
    products: 'Products',
    workOrders: 'Work orders',
    codes: 'Codes',
    supplyChain: 'Supply-chain data',
    work: 'Background work',
    notices: (count: number) => (count === 0 ? 'No notices' : `${n(count)} notice${s(count)}`),
    me: 'Me',
    signOut: 'Sign out',
    reference: 'API reference',
    scheme: {
      light: 'Colours: light. Change to dark',
      dark: 'Colours: dark. Change to automatic',
      auto: 'Colours: automatic. Change to light',
    },
  },

  password: {
    label: 'Password',
    repeat: 'Repeat the password',
    hint: (min: number) => `At least ${min} characters. A sentence works well.`,
    more: (missing: number) => `${missing} more character${s(missing)} needed.`,
    enough: 'Long enough.',
    different: 'The two passwords are not the same.',
    short: (min: number) => `Use at least ${min} characters.`,
    next: 'New password',
  },

  fresh: {
    title: 'Is it still you?',
    lead: 'You signed in more than ten minutes ago. Give your password once more to go on.',
    leadFactor: 'You signed in more than ten minutes ago. Prove once more that it is you to go on.',
    confirm: 'Confirm',
  },

  secondStep: {
    lead: (email: string) => `Signing in as ${email}. One more step.`,
    otherAccount: 'Use another account',
    code: 'Code',
    codeHint: 'From your authenticator app, or a recovery code.',
    recoveryCode: 'Recovery code',
    recoveryHint: 'One of the codes that you kept.',
    usePasskey: 'Use a passkey',
    passkeyFailed: 'The browser could not use a passkey. Try again, or use another way.',
    signIn: 'Sign in with a passkey',
    or: 'or',
  },

  home: {
    title: (name: string) => `Hello, ${name}`,
    lead: (role: string, company: string) => `${role} at ${company}`,
    products: 'Products',
    brands: 'Brands',
    tokens: 'Active tokens',
    ofYours: 'yours',
    guideTitle: 'Three steps to your first API call',
    guide1: 'Import your products',
    guide1Text: 'A CSV file is enough; the export of a web shop works as it is.',
    guide1Link: 'Import products',
    guide2: 'Make a token',
    guide2Text: 'A User Authorization Token lets a script act for you, with only the rights you tick.',
    guide2Link: 'Make a token',
    guide3: 'Call the API',
    guide3Text: 'Send the token in the Authorization header. The reference shows every operation.',
    guide3Link: 'Open the API reference',
    recent: 'Recent activity',
    recentAll: 'See the whole log',
    nothing: 'Your role has no screens in this portal.',
    nothingText: 'If you expected to see brands, products or people here, ask an Account Admin of your company to change your role.',
    noFigure: '—',
  },

  companies: {
    title: 'Your companies',
    open: (name: string) => `${name}: change the company`,
    switched: (name: string) => `You are in ${name} now.`,
  },

  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the home page',
  },

  denied: {
    title: 'You may not see this page',
    text: (permissions: number, role: string) =>
      (permissions === 1 ? `It needs a permission that your role (${role}) does not have.` : `It needs one of these permissions. Your role (${role}) has none of them.`),
  },

  alertTypes,
  attention,
  entries,
  forgot,
  invitation,
  mail,
  reference,
  reset,
  rights,
  served,
  setup,
  signIn,
  verify,
};
