// Codes: the list, one code, downloads.

import { bytes, n, one, s } from './count';

export const codes = {
  title: 'Codes',
  lead: 'Tous les codes de votre entreprise, posés sur un article ou à poser.',
  search: 'Identifiant ou numéro de série',
  caption: 'Codes',
  columns: {
    select: 'Choisir', code: 'Code', status: 'Statut', product: 'Produit', order: 'Ordre de travail', changed: 'Modifié', actions: 'Actions',
  },
  statuses: { inactive: 'Inactif', active: 'Actif', blacklisted: 'Sur liste noire' },
  status: 'Statut',
  allStatuses: 'Tout statut',
  product: 'Produit',
  allProducts: 'Tout produit',
  campaign: 'Campagne',
  allCampaigns: 'Toute campagne',
  order: 'Ordre de travail',
  allOrders: 'Tout ordre',
  noOrders: 'Aucun ordre de travail pour l’instant.',
  orderNumber: (id: number) => `N°\u00A0${id}`,
  serial: (text: string) => `Numéro de série ${text}`,
  empty: 'Aucun code pour l’instant',
  emptyText: 'Les codes viennent des ordres de travail. Commandez les premiers, ou apportez les vôtres.',
  toOrders: 'Aller aux ordres de travail',
  reasons: [
    'Aucune raison donnée', 'Contrefaçons détectées', 'Mauvaise qualité', 'Surimpression', 'Vol', 'Dommage', 'Perte', 'Erreur d’impression', 'Non vendu', 'Ordre de travail annulé',
    'Scanné trop souvent',
  ],
  reason: 'Raison',
  reasonHint: 'Conservée avec le code et dans le journal d’activité.',

  choose: (id: string) => `Choisir ${id}`,
  chooseAll: 'Tout choisir sur cette page',
  chosen: (count: number) => `${n(count)} code${s(count)} choisi${s(count)}`,
  clear: 'Effacer le choix',
  activate: 'Activer',
  deactivate: 'Désactiver',
  blacklist: 'Mettre sur liste noire',
  these: (count: number) => `${n(count)} code${s(count)}`,
  activateTitle: (what: string) => `Activer ${what}\u202F?`,
  activateText: 'Désormais, les scans trouveront un code actif. Ce qui était sur liste noire ne l’est plus.',
  deactivateTitle: (what: string) => `Désactiver ${what}\u202F?`,
  deactivateText: 'Désormais, les scans trouveront un code qui n’est pas actif. Ce qui était sur liste noire ne l’est plus.',
  blacklistTitle: (what: string) => `Mettre ${what} sur liste noire\u202F?`,
  blacklistText: 'Désormais, chaque scan recevra la réponse d’un code sur liste noire, jusqu’à ce que vous l’activiez ou le désactiviez de nouveau.',
  activated: (changed: number, count: number) => done(changed, count, `actif${s(changed)}`),
  deactivated: (changed: number, count: number) => done(changed, count, `inactif${s(changed)}`),
  blacklisted: (changed: number, count: number) => done(changed, count, 'sur liste noire'),

  download: 'Télécharger',
  downloads: {
    title: 'Vos téléchargements',
    lead: 'Fichiers CSV de codes, tels qu’ils étaient au moment de la demande. Chacun est conservé un jour.',
    states: { pending: 'En attente', running: 'En cours', complete: 'Terminé', failed: 'Échec', canceled: 'Annulé' },
    asked: (when: string) => `Demandé ${when}`,
    rows: (count: number) => `${n(count)} code${s(count)} écrit${s(count)}`,
    done: (rows: number, size: number) => `${n(rows)} code${s(rows)}, ${bytes(size)}`,
    save: 'Enregistrer le fichier',
    stop: 'Arrêter',
    stopped: 'Le téléchargement est arrêté.',
    begun: 'Le fichier est en cours d’écriture. Vous pouvez quitter cette page\u00A0: cela continue.',
  },

  one: 'Code',
  back: 'Tous les codes',
  factsTitle: 'Le code',
  facts: {
    id: 'Identifiant du code', status: 'Statut', serial: 'Numéro de série', product: 'Produit', brand: 'Marque', campaign: 'Campagne', order: 'Ordre de travail',
    sequence: 'Rang dans l’ordre', made: 'Créé', activated: 'Activé', changed: 'Modifié', data: 'Données modifiées',
  },
  none: 'Aucun',
  by: (email: string) => `par ${email}`,
  neverActivated: 'Jamais',
  dataTitle: 'Données logistiques',
  dataLead: 'Ce que la campagne de son produit conserve à son sujet.',
  noCampaign: 'Le produit de ce code n’est dans aucune campagne\u00A0: rien n’est conservé à son sujet.',
  noProduct: 'Ce code n’est sur aucun produit\u00A0: rien n’est conservé à son sujet.',
  noFields: 'La campagne n’a pas encore de champs.',
  noValue: 'Rien pour l’instant',
  notKept: 'n’est plus conservé',
  productTitle: 'Mettre le code sur un autre produit',
  productText: 'Dès lors, la campagne de ce produit détermine ce qui est conservé à son sujet.',
  needProduct: 'Choisissez un produit.',
  edit: (label: string) => `Modifier ${label}`,
  editTitle: (label: string) => `Modifier ${label}`,
  value: 'Valeur',
  clearHint: 'Laissez vide pour effacer.',
  saved: (label: string) => `Valeur enregistrée\u00A0: ${label}.`,
};

export const codeActions = {
  'scm.activate': 'Activation de',
  'scm.deactivate': 'Désactivation de',
  'scm.blacklist': 'Mise sur liste noire de',
  'scm.edit': 'Modification du code',
  'scm.import': 'Import de données logistiques sur',
  'scm.upload': 'Chargement de données logistiques sur',
  'scm.upload_async': 'Début d’un chargement de données logistiques\u00A0:',
  'scm.upload_step': 'Chargement d’une partie des données logistiques sur',
  'code.consume': 'Consommation du code',
  'codes.download': 'Demande d’un fichier de codes\u00A0:',
  'document.link': 'Téléchargement de',
};

function done(changed: number, count: number, state: string): string {
  const already = count - changed;
  const rest = already > 0 ? ` ${n(already)} l’${one(already, 'était', 'étaient')} déjà.` : '';
  return `${n(changed)} code${s(changed)} ${one(changed, 'est', 'sont')} désormais ${state}.${rest}`;
}
