// Scans: the list, and one scan.

import { n, s } from './count';

export const scans = {
  title: 'Scans',
  lead: 'Tous les scans de vos codes, à commencer par le plus ancien de la période choisie.',
  caption: 'Scans',
  columns: { time: 'Heure', code: 'Code', product: 'Produit', country: 'Pays', device: 'Appareil', verdict: 'État', flags: 'Signalements', actions: 'Détails' },
  verdict: 'État du code',
  allVerdicts: 'Tout état',
  flag: 'Signalement',
  allFlags: 'Signalés ou non',
  anyFlag: 'Signalés',
  more: (count: number) => `+\u00A0${n(count)}`,
  noFlags: 'Aucun',
  noProduct: 'Sur aucun produit',
  unknown: 'Inconnu',
  details: (when: string) => `Détails du scan du ${when}`,
  openDetails: 'Détails',
  export: 'Exporter',
  toDashboard: 'Voir les nombres',
  onPage: (count: number) => `${n(count)} scan${s(count)} sur cette page`,
  last: 'C’est la dernière page.',
  toFirst: 'Première page',
  toNext: 'Page suivante',
  emptyPage: 'Rien sur cette page',
  emptyPageText: 'Les filtres ne retiennent aucun des scans parcourus jusqu’ici. Il y en a de plus récents.',
  empty: 'Aucun scan dans cette période',
  emptyText: 'Choisissez une période plus longue. Un scan apparaît ici dès que quelqu’un scanne l’un de vos codes.',
  longer: 'Afficher la dernière année',

  one: 'Scan',
  facts: {
    time: 'Heure', code: 'Code', serial: 'Numéro de série', verdict: 'État du code', reason: 'Raison', flags: 'Signalements', product: 'Produit', sku: 'SKU',
    brand: 'Marque', campaign: 'Campagne', place: 'Lieu', device: 'Appareil', system: 'Système', browser: 'Navigateur', app: 'Application', first: 'Premier scan',
    id: 'Identifiant du scan', install: 'Identifiant de l’appareil',
  },
  atThatTime: 'à ce moment-là',
  yesFirst: 'Oui\u00A0: cet appareil n’avait jamais scanné ce code.',
  notFirst: 'Non\u00A0: cet appareil avait déjà scanné ce code.',
  installHint: 'Distingue un appareil d’un autre, pendant un mois et dans votre entreprise.',
  place: (city: string, country: string) => [city, country].filter(Boolean).join(', '),
  located: { ip: 'd’après l’adresse de l’appareil', gps: 'd’après l’appareil lui-même' } as Record<string, string>,
  devices: {
    smartphone: 'Téléphone', tablet: 'Tablette', pc: 'Ordinateur', appliance: 'Objet connecté', crawler: 'Robot', mobilephone: 'Téléphone', misc: 'Autre',
  } as Record<string, string>,
  data: 'Données logistiques à ce moment-là',
};
