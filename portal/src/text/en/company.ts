// The company.

export const company = {
  title: 'Company info',
  details: 'The company',
  name: 'Name',
  id: 'Company id',
  uuid: 'UUID',
  zone: 'Time zone',
  zoneHint: 'Days begin and end in it: ends of tokens, filters by day, the dashboard. Days that were counted before stay as they are.',
  website: 'Website',
  websiteHint: 'Scans lead here when neither the product nor its brand has a link.',
  address: 'Address',
  city: 'City',
  country: 'Country',
  none: 'None yet',
  edit: 'Edit',
  editTitle: 'The company',
};
