// Codes: the list, one code, downloads.

import { bytes, n, s } from './count';

export const codes = {
  title: 'Codes',
  lead: 'Every code of your company, on an item or still to be put on one.',
  search: 'Search by id or serial number',
  caption: 'Codes',
  columns: {
    select: 'Choose', code: 'Code', status: 'Status', product: 'Product', order: 'Work order', changed: 'Changed', actions: 'Actions',
  },
  statuses: { inactive: 'Inactive', active: 'Active', blacklisted: 'Blacklisted' },
  status: 'Status',
  allStatuses: 'Any status',
  product: 'Product',
  allProducts: 'All products',
  campaign: 'Campaign',
  allCampaigns: 'All campaigns',
  order: 'Work order',
  allOrders: 'All work orders',
  noOrders: 'No work orders yet.',
  orderNumber: (id: number) => `No. ${id}`,
  serial: (text: string) => `Serial number ${text}`,
  empty: 'No codes yet',
  emptyText: 'Codes come from work orders. Order the first ones, or bring your own along.',
  toOrders: 'Go to the work orders',
  reasons: [
    'No reason given', 'Counterfeits detected', 'Low quality', 'Overprint', 'Stolen', 'Damage', 'Lost', 'Misprint', 'Not sold', 'Work order canceled',
    'Scanned too often',
  ],
  reason: 'Reason',
  reasonHint: 'Kept with the code, and in the activity log.',

  choose: (id: string) => `Choose ${id}`,
  chooseAll: 'Choose all on this page',
  chosen: (count: number) => `${n(count)} code${s(count)} chosen`,
  clear: 'Clear the choice',
  activate: 'Activate',
  deactivate: 'Deactivate',
  blacklist: 'Blacklist',
  these: (count: number) => `${n(count)} code${s(count)}`,
  activateTitle: (what: string) => `Activate ${what}?`,
  activateText: 'From now on scans find an active code. What was blacklisted is so no more.',
  deactivateTitle: (what: string) => `Deactivate ${what}?`,
  deactivateText: 'From now on scans find a code that is not active. What was blacklisted is so no more.',
  blacklistTitle: (what: string) => `Blacklist ${what}?`,
  blacklistText: 'From now on every scan is answered as of a blacklisted code, until you activate or deactivate it again.',
  activated: (changed: number, count: number) => done(changed, count, 'active'),
  deactivated: (changed: number, count: number) => done(changed, count, 'inactive'),
  blacklisted: (changed: number, count: number) => done(changed, count, 'blacklisted'),

  download: 'Download',
  downloads: {
    title: 'Your downloads',
    lead: 'CSV files of codes, as they were when they were asked for. Each is kept for a day.',
    states: { pending: 'Waiting', running: 'In progress', complete: 'Complete', failed: 'Failed', canceled: 'Canceled' },
    asked: (when: string) => `Asked for ${when}`,
    rows: (count: number) => `${n(count)} code${s(count)} written`,
    done: (rows: number, size: number) => `${n(rows)} code${s(rows)}, ${bytes(size)}`,
    save: 'Save the file',
    stop: 'Stop',
    stopped: 'The download is stopped.',
    begun: 'The file is being written. You may leave this page: it goes on.',
  },

  one: 'Code',
  back: 'All codes',
  factsTitle: 'The code',
  facts: {
    id: 'Code id', status: 'Status', serial: 'Serial number', product: 'Product', brand: 'Brand', campaign: 'Campaign', order: 'Work order',
    sequence: 'Place in the order', made: 'Made', activated: 'Activated', changed: 'Changed', data: 'Data changed',
  },
  none: 'None',
  by: (email: string) => `by ${email}`,
  neverActivated: 'Never',
  dataTitle: 'Supply-chain data',
  dataLead: 'What the campaign of its product keeps about it.',
  noCampaign: 'The product of this code is in no campaign, so nothing is kept about it.',
  noProduct: 'This code is on no product, so nothing is kept about it.',
  noFields: 'The campaign has no fields yet.',
  noValue: 'Nothing yet',
  notKept: 'not kept any more',
  productTitle: 'Put the code on another product',
  productText: 'From then on the campaign of that product says what is kept about it.',
  needProduct: 'Choose a product.',
  edit: (label: string) => `Edit ${label}`,
  editTitle: (label: string) => `Edit ${label}`,
  value: 'Value',
  clearHint: 'Leave it empty to clear it.',
  saved: (label: string) => `${label} is saved.`,
};

export const codeActions = {
  'scm.activate': 'Activated',
  'scm.deactivate': 'Deactivated',
  'scm.blacklist': 'Blacklisted',
  'scm.edit': 'Changed code',
  'scm.import': 'Imported supply-chain data onto',
  'scm.upload': 'Loaded supply-chain data onto',
  'scm.upload_async': 'Began to load supply-chain data:',
  'scm.upload_step': 'Loaded a part of supply-chain data onto',
  'code.consume': 'Marked as consumed',
  'codes.download': 'Asked for a file of codes:',
  'document.link': 'Downloaded',
};

function done(changed: number, count: number, state: string): string {
  const already = count - changed;
  const rest = already > 0 ? ` ${n(already)} ${already === 1 ? 'was' : 'were'} so already.` : '';
  return `${n(changed)} code${s(changed)} ${changed === 1 ? 'is' : 'are'} ${state} now.${rest}`;
}
