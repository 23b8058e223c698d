// Checkpoints of the log, and the keys that sign them.

import { n, one, s } from './count';

export const checkpoints = {
  rooms: 'Pages du journal',
  log: 'Journal',
  tab: 'Points de contrôle et clés',
  lead: 'Ce qui prouve, à qui le conserve, que le journal est bien celui qui a été écrit.',
  title: 'Points de contrôle',
  text: 'Le serveur signe la fin du journal dans les dix minutes qui suivent un changement. Conservez quelques lignes là où personne qui accède à la base de données ne peut les atteindre\u00A0: chacune prouve que rien avant elle n’a été modifié ni coupé depuis.',
  caption: 'Points de contrôle, les plus récents d’abord',
  columns: { position: 'Signé', at: 'Quand', key: 'Par la clé', copy: 'Copier' },
  upTo: (position: number) => `Entrées 1 à ${n(position)}`,
  copy: (position: number) => `Copier la ligne des entrées 1 à ${n(position)}`,
  older: 'Voir les plus anciens',
  keep: (count: number) => one(count, 'Enregistrer cette ligne', `Enregistrer ces ${n(count)} lignes`),
  kept: (count: number, name: string) => `${n(count)} ligne${s(count)} ${one(count, 'est enregistrée', 'sont enregistrées')} sous ${name}. Conservez le fichier ailleurs.`,
  covered: (position: number, length: number) => (position >= length
    ? `Le journal a ${n(length)} entrée${s(length)}\u202F; ${one(length, 'elle est signée', 'toutes sont signées')}.`
    : `Le journal a ${n(length)} entrée${s(length)}\u202F; ${one(length - position, 'la dernière sera signée', `les ${n(length - position)} dernières seront signées`)} dans les dix minutes.`),
  empty: 'Rien n’est encore signé',
  emptyText: (length: number) => `Le journal a ${n(length)} entrée${s(length)}. Le premier point de contrôle vient de lui-même dans les dix minutes qui suivent un changement.`,
  file: 'Choisir un fichier qui en contient',
  fileTaken: (lines: number, name: string) => (lines === 0 ? `Il n’y a aucun point de contrôle dans ${name}.` : `${n(lines)} repris de ${name}.`),
  keys: {
    title: 'Clés du journal',
    lead: 'Elles signent les points de contrôle de toutes les entreprises de ce serveur. Notez la clé publique là où vous conservez les lignes.',
    columns: { id: 'Clé', state: 'État', public: 'Clé publique', entries: 'Signe les entrées', made: 'Créée', ended: 'Fin' },
    signs: 'Signe',
    ended: 'Terminée',
    from: (first: number) => `à partir de ${n(first)}`,
    range: (first: number, last: number) => `${n(first)} à ${n(last)}`,
    publicKey: 'Clé publique qui signe actuellement',
    copy: 'Copier la clé',
    rotate: 'Mettre une nouvelle clé',
    rotateTitle: 'Laisser une nouvelle clé signer le journal\u202F?',
    rotateText: 'Elle signe aussitôt, pour toutes les entreprises de ce serveur. L’ancienne clé passe la main dans chaque journal et sa moitié privée est effacée\u202F; ce qu’elle a signé reste valable. Notez la nouvelle clé publique là où vous conservez l’ancienne.',
    rotated: 'Une nouvelle clé signe le journal. Notez sa clé publique.',
  },
};
