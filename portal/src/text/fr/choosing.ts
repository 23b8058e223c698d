// Choosing people, and arranging rows.

export const people = {
  any: 'Personne\u00A0: saisissez un nom',
  none: 'Il n’y a personne à choisir',
  clear: 'Effacer les personnes',
  unnamed: (id: number) => `Utilisateur ${id}`,
  mine: 'Seulement les miens',
};

export const sortable = {
  drag: 'Glisser vers une autre place',
  up: (name: string) => `Monter ${name}`,
  down: (name: string) => `Descendre ${name}`,
  isAt: (name: string, at: number, of: number) => `${name} est maintenant en position ${at} sur ${of}.`,
};
