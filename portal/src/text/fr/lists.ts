// What all lists have: an order, and a file of what is shown.

import { n, s } from './count';

export const lists = {
  order: (column: string, direction: string) => `${column}\u00A0: ${direction}`,
  orders: {
    text: { ascending: 'de A à Z', descending: 'de Z à A' },
    time: { ascending: 'plus anciens d’abord', descending: 'plus récents d’abord' },
  },
  usualOrder: 'Ordre habituel',
  zone: (name: string) => `Les jours sont ceux de votre entreprise (${name}).`,
  fromDay: 'Du jour',
  toDay: 'Au jour',
  clearDay: (label: string) => `Effacer «\u00A0${label}\u00A0»`,
  from: (what: string) => `${what} depuis`,
  to: (what: string) => `${what} jusqu’au`,
  export: 'Exporter',
  exportTitle: 'Exportation',
  exporting: (done: number, of: number) => `${n(done)} ligne${s(done)} sur ${n(of)}`,
  exported: (file: string, rows: number) => `${n(rows)} ligne${s(rows)} enregistrée${s(rows)} dans ${file}.`,
  cut: (rows: number, of: number) => `Le fichier contient les ${n(rows)} premières lignes sur ${n(of)}, dans l’ordre de la liste. Pour les autres, resserrez la liste avec ses filtres et exportez de nouveau.`,
};
