// Teams: people, and the campaigns that are open to them.

import { n, one } from './count';

export const teams = {
  tab: 'Équipes',
  create: 'Créer une équipe',
  search: 'Rechercher des équipes',
  caption: 'Équipes',
  columns: { name: 'Équipe', members: 'Membres', campaigns: 'Campagnes', created: 'Création', actions: 'Actions' },
  none: '—',
  more: (count: number) => `${n(count)} de plus`,
  empty: 'Aucune équipe pour l’instant',
  emptyText: 'Une équipe ouvre des campagnes à ses membres. Créez-en une, puis limitez-lui une campagne.',
  name: 'Nom',
  members: 'Membres',
  campaigns: 'Campagnes',
  campaignsHint: 'Une campagne n’est limitée à ses équipes que si sa page l’indique sous Accès.',
  createTitle: 'Créer une équipe',
  editTitle: (name: string) => `Modifier ${name}`,
  saved: (name: string) => `L’équipe ${name} est enregistrée.`,
  removeTitle: (name: string) => `Supprimer l’équipe ${name}\u202F?`,
  removeText: (members: number, campaigns: number) => {
    const people = members === 0 ? 'Elle n’a pas de membre.' : `${one(members, 'Son membre reste', `Ses ${n(members)} membres restent`)} dans l’entreprise.`;
    const open = campaigns === 0 ? '' : ' Une campagne qui lui est limitée le reste\u00A0: les membres qui ne sont dans aucune autre de ses équipes ne la voient plus.';
    return `${people}${open} Cette action est irréversible.`;
  },
  removed: (name: string) => `L’équipe ${name} est supprimée.`,
  choose: {
    any: 'Aucune\u00A0: saisissez un nom',
    none: 'Votre entreprise n’a pas encore d’équipe',
    clear: 'Effacer les équipes',
    unnamed: (id: number) => `Équipe ${id}`,
  },
  chooseCampaigns: {
    any: 'Aucune\u00A0: saisissez un nom',
    none: 'Il n’y a pas encore de campagne',
    clear: 'Effacer les campagnes',
    unnamed: (id: number) => `Campagne ${id}`,
  },
};
