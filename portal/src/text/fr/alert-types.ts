// What an alert may be about, by the words of the API.

export const alertTypes = {
  blacklisted: 'Sur liste noire',
  inactive: 'Code inactif',
  'out-of-market': 'Hors marché',
  'after-sell-by': 'Date limite de vente passée',
  'already-consumed': 'Déjà consommé',
  'exceptional-country': 'Pays exceptionnel',
  'scan-count': 'Nombre de scans',
  'session-count': 'Nombre d’appareils',
  anomaly: 'Anomalie',
};
