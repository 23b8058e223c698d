// Scans: the list, and one scan.

import { n } from './count';

export const scans = {
  title: 'Scans',
  lead: 'Every scan of your codes, the oldest of the time chosen first.',
  caption: 'Scans',
  columns: { time: 'Time', code: 'Code', product: 'Product', country: 'Country', device: 'Device', verdict: 'State', flags: 'Flags', actions: 'Details' },
  verdict: 'State of the code',
  allVerdicts: 'Any state',
  flag: 'Flag',
  allFlags: 'Flagged or not',
  anyFlag: 'Flagged',
  more: (count: number) => `+ ${n(count)}`,
  noFlags: 'None',
  noProduct: 'On no product',
  unknown: 'Unknown',
  details: (when: string) => `Details of the scan of ${when}`,
  openDetails: 'Details',
  export: 'Export',
  toDashboard: 'See the numbers',
  onPage: (count: number) => (count === 1 ? '1 scan on this page' : `${n(count)} scans on this page`),
  last: 'This is the last page.',
  toFirst: 'First page',
  toNext: 'Next page',
  emptyPage: 'Nothing on this page',
  emptyPageText: 'The filters match none of the scans that were looked through so far. There are later ones.',
  empty: 'No scans in this time',
  emptyText: 'Choose a longer time. A scan stands here as soon as somebody scans one of your codes.',
  longer: 'Show the last year',

  one: 'Scan',
  facts: {
    time: 'Time', code: 'Code', serial: 'Serial number', verdict: 'State of the code', reason: 'Reason', flags: 'Flags', product: 'Product', sku: 'SKU',
    brand: 'Brand', campaign: 'Campaign', place: 'Place', device: 'Device', system: 'System', browser: 'Browser', app: 'App', first: 'First scan',
    id: 'Scan id', install: 'Device id',
  },
  atThatTime: 'at that time',
  yesFirst: 'Yes: this device had not scanned the code before.',
  notFirst: 'No: this device had scanned the code before.',
  installHint: 'Tells one device from another, for a month and within your company.',
  place: (city: string, country: string) => [city, country].filter(Boolean).join(', '),
  located: { ip: 'by the address of the device', gps: 'by the device itself' } as Record<string, string>,
  devices: {
    smartphone: 'Phone', tablet: 'Tablet', pc: 'Computer', appliance: 'Appliance', crawler: 'Robot', mobilephone: 'Phone', misc: 'Other',
  } as Record<string, string>,
  data: 'Supply-chain data at that time',
};
