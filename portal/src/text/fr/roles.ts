// Roles: what they allow, and who has them.

export const roles = {
  tab: 'Rôles',
  caption: 'Rôles',
  columns: { role: 'Rôle', purpose: 'À quoi il sert', rights: 'Droits', people: 'Personnes', details: 'Détails' },
  yours: 'le vôtre',
  show: (role: string) => `Ce que le rôle ${role} permet, et qui l’a`,
  rightsOf: (role: string) => `Ce que ${role} permet`,
  noRights: 'Rien dans le portail et rien par l’API.',
  peopleOf: (role: string) => `Qui est ${role}`,
  nobody: 'Personne n’a ce rôle.',
  compare: 'Tous les rôles côte à côte',
  compareLead: 'Les rôles sont les mêmes dans toutes les entreprises. Ce qu’une personne peut faire découle de son rôle\u202F; un jeton ne permet jamais davantage.',
  right: 'Droit',
  yes: 'oui',
  no: 'non',
};
