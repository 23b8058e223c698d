// What somebody may not do, and who can.

export const rights = {
  roles: (roles: string) => `Rôles qui l’ont\u00A0: ${roles}.`,
  giver: 'Un Account Admin peut vous donner un autre rôle.',
  notMine: (permissions: string, role: string, roles: string) =>
    `Pour commencer, il faut la permission ${permissions}, que votre rôle (${role}) n’a pas.${roles && ` Rôles qui l’ont\u00A0: ${roles}.`} Un Account Admin peut vous donner un autre rôle.`,
};
