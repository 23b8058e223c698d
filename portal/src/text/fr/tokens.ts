// The tokens of the company, what to look at among them, revoking many at once, and where a new one starts from.

import { n, one, s } from './count';

export const allTokens = {
  title: 'Jetons de l’entreprise',
  lead: 'Tous les jetons, quel que soit leur auteur. Passez-les en revue de temps en temps\u00A0: ce dont personne n’a besoin ne devrait pas exister.',
  toAll: 'Tous les jetons de l’entreprise',
  caption: 'Jetons de l’entreprise',
  back: 'Jetons de l’entreprise',
  empty: 'L’entreprise n’a pas encore de jeton',
  emptyText: 'Chacun crée les siens depuis son profil. Dès que quelqu’un l’a fait, le jeton apparaît ici.',
  anyState: 'Tous les états',
  owner: 'Personne',
  anyOwner: 'Tout le monde',
  ofPerson: 'Ses jetons',
  none: {
    active: 'Aucun jeton actif',
    expired: 'Aucun jeton expiré',
    superseded: 'Aucun jeton remplacé',
    revoked: 'Aucun jeton révoqué',
    quarantined: 'Aucun jeton en quarantaine',
  } as Record<string, string>,
  export: 'Exporter en CSV',
  exported: 'Les jetons sont enregistrés dans tokens.csv.',

  looks: {
    label: 'À examiner',
    never_used: {
      label: 'Jamais utilisé', none: 'Tous les jetons ont été utilisés',
      text: () => 'Jamais utilisé\u00A0: aucun appel n’a été fait avec lui. Personne n’en a sans doute besoin.',
    },
    idle_days: {
      label: 'Inactif', none: 'Aucun jeton n’est inactif',
      text: (days: number) => `Inactif\u00A0: aucun appel n’a été fait avec lui depuis ${n(days)} jour${s(days)}. Ce qui l’utilisait n’existe peut-être plus.`,
    },
    ends_within_days: {
      label: 'Fin proche', none: 'Aucun jeton ne prend fin bientôt',
      text: (days: number) => `Fin proche\u00A0: il s’arrête d’ici ${n(days)} jour${s(days)}. Remplacez-le avant que ce qui l’utilise ne soit bloqué.`,
    },
    too_wide: {
      label: 'Trop large', none: 'Aucun jeton n’est trop large',
      text: () => 'Trop large\u00A0: il a des droits dont aucun appel n’a eu besoin depuis 60\u00A0jours. Son propriétaire peut les retirer sur sa page. Des jetons plus récents, on ne peut encore rien dire.',
    },
    not_compliant: {
      label: 'Contraire aux règles', none: 'Tous les jetons respectent les règles',
      text: () => 'Contraire aux règles\u00A0: il a un droit que l’entreprise interdit désormais, ou vit plus longtemps qu’elle ne l’autorise. Les règles s’appliquent de toute façon à chaque appel.',
    },
  },

  why: {
    rules: {
      forbidden: 'A un droit interdit',
      max_days: 'Vit plus longtemps que permis',
    } as Record<string, string>,
    tooWide: (count: number) => `Trop large\u00A0: ${n(count)} droit${s(count)} inutilisé${s(count)}`,
    idle: (days: number) => `Inactif depuis ${n(days)} jour${s(days)}`,
  },

  edit: 'Renommer ou restreindre',
  ownerNarrows: (owner: string) => `Seul son propriétaire, ${owner}, peut les retirer. Vous pouvez révoquer le jeton.`,
  unusedSince: (day: string) => `inutilisé depuis le ${day}`,

  select: 'Choisir des jetons',
  choose: (name: string, owner: string) => `Choisir ${name} de ${owner}`,
  chooseAll: 'Choisir tous les actifs de cette page',
  chosen: (count: number) => `${n(count)} jeton${s(count)} choisi${s(count)}`,
  clear: 'Effacer le choix',
  revoke: 'Révoquer…',

  more: (count: number) => `et ${n(count)} ${one(count, 'autre', 'autres')}`,
  list: 'Les jetons',

  many: {
    title: (count: number) => `Révoquer ${n(count)} jeton${s(count)}\u202F?`,
    text: 'Tout appel qui utilise l’un d’eux est refusé immédiatement. Cette action est irréversible.',
    submit: (count: number) => `Révoquer ${n(count)} jeton${s(count)}`,
    revoked: (count: number) => one(count, `${n(count)} jeton est révoqué.`, `${n(count)} jetons sont révoqués.`),
  },

  all: {
    open: 'Tout révoquer…',
    openFound: 'Révoquer tous ceux qui correspondent…',
    openPerson: 'Révoquer tous les jetons',
    title: {
      mine: () => 'Révoquer tous vos jetons\u202F?',
      person: (name: string) => `Révoquer tous les jetons de ${name}\u202F?`,
      company: (name: string) => `Révoquer tous les jetons de ${name}\u202F?`,
    },
    titleOfFound: {
      mine: () => 'Révoquer ceux de vos jetons qui correspondent\u202F?',
      person: (name: string) => `Révoquer les jetons de ${name} qui correspondent\u202F?`,
      company: (name: string) => `Révoquer les jetons de ${name} qui correspondent\u202F?`,
    },
    text: 'Pour le cas où quelque chose a fuité sans que l’on sache quoi. Tout script et tout système qui utilise l’un d’eux est exclu immédiatement. Cette action est irréversible.',
    count: (count: number) => one(count, `${n(count)} jeton actif sera révoqué\u00A0:`, `${n(count)} jetons actifs seront révoqués\u00A0:`),
    none: 'Il n’y a aucun jeton actif. Rien n’est à révoquer.',
    confirm: (what: string) => `Pour confirmer, saisissez ${what}`,
    mismatch: (what: string) => `Saisissez exactement\u00A0: ${what}`,
    submit: (count: number) => `Révoquer ${n(count)} jeton${s(count)}`,
    doneTitle: (count: number) => one(count, `${n(count)} jeton est révoqué`, `${n(count)} jetons sont révoqués`),
    doneNone: 'Ils avaient tous pris fin entre-temps\u00A0: il ne restait rien à révoquer.',
    doneText: 'Les appels qui les utilisent sont désormais refusés. Ils restent dans la liste, avec la raison. Quiconque a encore besoin d’un accès crée un nouveau jeton.',
  },
};

export const presets = {
  label: 'Partir de',
  hint: 'Un modèle coche les droits ci-dessous. Vous pouvez ensuite les modifier.',
  read_scans: 'Lire les scans',
  upload_scm: 'Importer des données logistiques',
  create_codes: 'Créer des codes',
};

/** The sentence beside the button: "… can … on … until … from …". */
export const tokenSummary = {
  start: 'Ce jeton peut\u00A0:',
  nothing: 'rien pour l’instant, cochez au moins un droit d’accès',
  more: (count: number) => one(count, 'une autre chose', `${n(count)} autres choses`),
  and: 'et',
  onAll: 'sur tout ce qu’a votre entreprise',
  on: (what: string) => `seulement sur ${what}`,
  until: (date: string) => `jusqu’au ${date}`,
  fromAll: 'depuis partout',
  from: (where: string) => `depuis ${where}`,
  fromMany: (count: number) => `depuis ${n(count)} réseaux`,
  watched: 'depuis partout, en observation',
  limits: (count: number) => one(count, 'avec une limite par jour', `avec ${n(count)} limites par jour`),
  as: 'en agissant en votre nom',
};

export const tokens = {
  heading: 'Jetons d’autorisation utilisateur',
  lead: 'Un jeton permet à un script ou à un système d’appeler l’API en votre nom, avec les seuls droits que vous lui donnez.',
  create: 'Nouveau jeton',
  noAccess: (role: string) => `Votre rôle (${role}) n’a pas accès à l’API\u00A0: vous ne pouvez pas créer de jeton.`,
  whoHas: (roles: string) => `Rôles qui l’ont\u00A0: ${roles}. Un administrateur du compte peut changer le vôtre.`,
  state: 'État',
  states: { active: 'Actif', expired: 'Expiré', revoked: 'Révoqué', superseded: 'Remplacé' },
  replaced: 'remplacé, terminé',
  overlaps: 'remplacé, fonctionne jusqu’au',
  quarantine: 'En quarantaine',
  release: 'Sortir de quarantaine',
  releaseTitle: (name: string) => `Sortir «\u00A0${name}\u00A0» de quarantaine\u202F?`,
  releaseText: 'Son texte a été trouvé en public et signalé. Sorti de quarantaine, il retrouve toutes ses permissions, pour quiconque connaît ce texte. Plus sûr\u00A0: créez un nouveau jeton et révoquez celui-ci.',
  released: (name: string) => `«\u00A0${name}\u00A0» a retrouvé toutes ses permissions.`,
  search: 'Rechercher des jetons',
  caption: 'Jetons d’autorisation utilisateur',
  columns: { name: 'Nom', owner: 'Propriétaire', state: 'État', rights: 'Droits', end: 'Fin', created: 'Création', used: 'Dernière utilisation', actions: 'Actions' },
  rights: (count: number) => `${count} droit${s(count)}`,
  showRights: (name: string) => `Afficher les droits de ${name}`,
  ended: (when: string) => `expiré ${when}`,
  revokedWhen: (when: string) => `révoqué ${when}`,
  revokedBy: (who: string) => `par ${who}`,
  neverUsed: 'jamais utilisé',
  usedFrom: (address: string) => `depuis ${address}`,
  uses: (count: number) => `${n(count)} appel${s(count)}`,
  refusedCalls: (count: number) => `${n(count)} appel${s(count)} refusé${s(count)}`,
  refusedLast: (ago: string) => `dernier\u00A0: ${ago}`,
  made: (when: string) => `Créé le ${when}`,
  id: (id: string) => `Identifiant du jeton ${id}`,
  revoke: 'Révoquer',
  revokeTitle: (name: string) => `Révoquer «\u00A0${name}\u00A0»\u202F?`,
  revokeText: 'Tout appel qui l’utilise est refusé immédiatement. Cette action est irréversible\u202F; le jeton reste dans la liste pour que chacun voie quand et pourquoi il a pris fin.',
  revokeReason: 'Raison',
  revokeReasonHint: 'Conservée avec le jeton, pour qui la demandera plus tard.',
  revoked: (name: string) => `«\u00A0${name}\u00A0» est révoqué.`,
  edit: 'Modifier',
  editTitle: 'Modifier le jeton',
  editLead: 'Un jeton peut être renommé et perdre des droits. Il ne peut jamais en gagner\u00A0: créez-en un nouveau pour cela. Les limites journalières sont modifiables.',
  saved: (name: string) => `«\u00A0${name}\u00A0» est enregistré.`,
  empty: 'Aucun jeton pour l’instant',
  emptyText: 'Créez-en un pour appeler l’API depuis un script, un ERP ou une boutique.',
};
