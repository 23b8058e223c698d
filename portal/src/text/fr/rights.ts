// What somebody may not do, and who can.

export const rights = {
  roles: (roles: string) => `Rôles qui l’ont\u00A0: ${roles}.`,
  giver: 'Un administrateur du compte peut vous donner un autre rôle.',
  notMine: (permissions: string, role: string, roles: string) =>
    `Pour commencer, il faut la permission ${permissions}, que votre rôle (${role}) n’a pas.${roles && ` Rôles qui l’ont\u00A0: ${roles}.`} Un administrateur du compte peut vous donner un autre rôle.`,
  /** Of one thing on a screen. */
  needs: (permissions: string, role: string, roles: string) =>
    `Il faut la permission ${permissions}, que votre rôle (${role}) n’a pas.${roles && ` Rôles qui l’ont\u00A0: ${roles}.`}`,
  readOnlyTitle: 'Vous pouvez regarder, mais non modifier',
  readOnly: (permissions: string, role: string, roles: string) =>
    `Pour modifier ici, il faut la permission ${permissions}, que votre rôle (${role}) n’a pas.${roles && ` Rôles qui l’ont\u00A0: ${roles}.`} Un administrateur du compte peut vous donner un autre rôle.`,
};
