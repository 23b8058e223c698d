// Making a token, and its further limits.

import { n, s } from './count';

export const newToken = {
  title: 'Nouveau jeton d’autorisation utilisateur',
  name: 'Nom',
  nameHint: 'Qu’est-ce qui l’utilisera\u202F? Par exemple «\u00A0Import ERP\u00A0» ou «\u00A0Export nocturne des scans\u00A0».',
  until: 'Valable jusqu’au',
  untilHint: (zone: string, latest: string) =>
    `Jusqu’à la fin de ce jour, ${zone}. Votre entreprise n’autorise pas au-delà du ${latest}.`,
  quick: (days: number) => `${days} jour${s(days)}`,
  quickLabel: 'Choix rapides pour la date de fin',
  previousMonth: 'Mois précédent',
  nextMonth: 'Mois suivant',
  previousYear: 'Année précédente',
  nextYear: 'Année suivante',
  previousYears: 'Années antérieures',
  nextYears: 'Années ultérieures',
  rights: 'Droits d’accès',
  rightsHint: 'Cochez seulement ce dont le script a besoin. Rien n’est coché d’avance.',
  rightsSearch: 'Rechercher des droits d’accès',
  noRight: 'Aucun droit d’accès ne correspond.',
  highRisk: 'Risque élevé',
  chosen: (count: number) => (count === 0 ? 'Aucun coché' : `${count} coché${s(count)}`),
  submit: 'CRÉER',
  needName: 'Donnez-lui un nom.',
  needDate: 'Choisissez une date.',
  needRight: 'Cochez au moins un droit d’accès.',
  doneTitle: 'Votre jeton est prêt',
  once: 'Copiez-le maintenant. Il ne pourra plus être affiché.',
  onceText: 'Gardez-le comme un mot de passe\u00A0: quiconque l’a peut agir en votre nom. S’il fuite, révoquez-le ici.',
  token: 'Jeton',
  copyToken: 'Copier le jeton',
  try: 'Essayer',
  copyTry: 'Copier la commande',
  leaveTitle: 'Avez-vous copié le jeton\u202F?',
  leaveText: 'Il ne pourra plus être affiché une fois cette fenêtre fermée.',
  leave: 'Fermer',
  stay: 'Revenir',
};

export const limits = {
  title: 'Autres limites',
  hint: 'Toutes facultatives. Moins un jeton peut faire, moins il peut nuire s’il fuite.',
  none: 'Aucune limite',
  daily: 'Limites journalières',
  dailyHint: 'Ce que le jeton peut faire en un jour. Une fois une limite atteinte, il est refusé, et reprend le lendemain. Vide signifie sans limite.',
  dailyCount: (count: number) => `${count} limite${s(count)}`,
  units: {
    products_changed: 'Produits et marques modifiés', codes_created: 'Codes créés',
    scm_rows_changed: 'Lignes de données logistiques modifiées', scans_exported: 'Scans exportés',
  },
  used: (used: number, most: number) => `${n(used)} sur ${n(most)} aujourd’hui`,
  anew: (when: string) => `Elles repartent de zéro le ${when}.`,
  full: 'Plus rien aujourd’hui\u00A0: les appels qui modifieraient davantage sont refusés.',
};
