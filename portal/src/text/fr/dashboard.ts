// The dashboard: scans in numbers.

import { n, one, s } from './count';

export const dashboard = {
  title: 'Tableau de bord',
  days: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  counted: (when: string) => `Dernier comptage\u00A0: ${when}.`,
  behind: (when: string) => `Les scans sont comptés avec du retard en ce moment\u00A0: ceux depuis ${when} manquent encore.`,
  export: 'Exporter',
  exported: 'Les nombres sont enregistrés dans dashboard.csv.',
  toScans: 'Voir les scans',

  period: 'Période',
  periods: { '1d': 'Dernières 24\u00A0h', '7d': '7\u00A0derniers jours', '30d': '30\u00A0derniers jours', '90d': '90\u00A0derniers jours', '1y': 'Dernière année', own: 'Dates au choix' },
  campaign: 'Campagne',
  allCampaigns: 'Toute campagne',
  product: 'Produit',
  allProducts: 'Tout produit',
  country: 'Pays',
  allCountries: 'Tout pays',
  asTables: 'Tableaux',

  verdicts: { genuine: 'Authentique', inactive: 'Inactif', blacklisted: 'Sur liste noire' },
  scans: 'Scans',
  flagged: 'Signalés',
  newDevices: 'Nouvel appareil',
  totals: 'Totaux',
  count: (count: number) => n(count),
  before: (days: number) => (days < 2 ? 'Par rapport au jour précédent.' : `Par rapport aux ${n(days)}\u00A0jours précédents.`),
  more: (percent: number, before: number) => `${n(percent)}\u00A0% de plus que ${n(before)}`,
  less: (percent: number, before: number) => `${n(percent)}\u00A0% de moins que ${n(before)}`,
  same: 'Autant qu’avant',
  fresh: 'Aucun avant',
  scansOf: (count: number, what: string) => `${n(count)} scan${s(count)}, ${what}\u00A0: les voir`,

  byTime: { day: 'Scans par jour', week: 'Scans par semaine', month: 'Scans par mois' },
  units: { day: 'Jour', week: 'Semaine', month: 'Mois' },
  hint: 'Les flèches du clavier vont de barre en barre.',
  parts: (genuine: number, inactive: number, blacklisted: number) =>
    `${n(genuine)} authentique${s(genuine)}, ${n(inactive)} inactif${s(inactive)}, ${n(blacklisted)} sur liste noire`,

  byCountry: 'Par pays',
  byProduct: 'Par produit',
  byCampaign: 'Par campagne',
  name: 'Nom',
  unknownCountry: 'Pays inconnu',
  noProduct: 'Sur aucun produit',
  noCampaign: 'Dans aucune campagne',
  unnamed: (id: number) => `N°\u00A0${id}\u00A0: supprimé, ou caché pour vous`,
  others: 'Tous les autres',
  only: (name: string) => `Seulement ${name}`,
  showAll: (count: number) => `Tout afficher (${n(count)})`,
  showFew: 'En afficher moins',
  nothing: 'Aucun scan dans cette période.',
  noGeo: 'Le serveur n’a pas de base de données de pays, ou n’en connaît pas pour ces scans.',

  codes: 'Vos codes',
  codesLead: 'Les codes posés sur des produits, tels qu’ils sont maintenant, quels que soient la période et les pays.',
  codesOf: (count: number, state: string) => `${n(count)} code${s(count)}, ${state}\u00A0: les voir`,

  empty: 'Aucun scan pour l’instant',
  emptyText: 'Ils seront comptés ici dès que le premier code sera scanné. Les codes viennent des ordres de travail.',
  emptyActive: (count: number) => `${n(count)} code${s(count)} ${one(count, 'est actif', 'sont actifs')}. Les scans seront comptés ici dès que le premier sera scanné.`,
  toOrders: 'Aller aux ordres de travail',
  emptyPeriod: 'Aucun scan dans cette période',
  emptyPeriodText: 'Choisissez une période plus longue, ou moins de filtres.',
  longer: 'Afficher la dernière année',
};
