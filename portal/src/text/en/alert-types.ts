// What an alert may be about, by the words of the API.

export const alertTypes = {
  blacklisted: 'Blacklisted',
  inactive: 'Inactive',
  'out-of-market': 'Off-market',
  'after-sell-by': 'After sell-by',
  'already-consumed': 'Already consumed',
  'exceptional-country': 'Exceptional country',
  'scan-count': 'Scan count',
  'session-count': 'Session count',
  anomaly: 'Anomaly',
};
