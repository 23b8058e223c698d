// The list of campaigns.

import { s } from './count';

export const campaigns = {
  title: 'Campaigns',
  lead: 'What your products are scanned under: a product is in one campaign at most.',
  create: 'New campaign',
  search: 'Search campaigns',
  caption: 'Campaigns',
  columns: { name: 'Name', products: 'Products', created: 'Created', actions: 'Actions' },
  empty: 'No campaigns yet',
  emptyText: 'Make the first one, then put products into it.',
  emptyArchived: 'No archived campaigns.',
  name: 'Name',
  description: 'Description',
  createTitle: 'New campaign',
  editTitle: (name: string) => `Edit ${name}`,
  saved: (name: string) => `${name} is saved.`,
  archiveTitle: (name: string) => `Archive ${name}?`,
  archiveText: 'It leaves the lists. You can restore it at any time.',
  archived: (name: string) => `${name} is archived.`,
  restoreTitle: (name: string) => `Restore ${name}?`,
  restoreText: 'It is back in the lists at once.',
  restored: (name: string) => `${name} is restored.`,
  productsOf: (count: number, name: string) => `${count} product${s(count)} in ${name}`,
  duplicate: 'Duplicate',
  duplicateTitle: (name: string) => `Duplicate ${name}`,
  duplicateText: 'The new campaign has the same description, options, fields, rules and access. Products, alerts and the consumer key stay with the old one.',
  copyOf: (name: string) => `${name} (copy)`,
  duplicated: (name: string) => `${name} is made.`,
};
