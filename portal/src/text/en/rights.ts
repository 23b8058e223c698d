// What somebody may not do, and who can.

export const rights = {
  roles: (roles: string) => `Roles that have it: ${roles}.`,
  giver: 'An Account Admin can give you another role.',
  notMine: (permissions: string, role: string, roles: string) =>
    `The first step needs the permission ${permissions}, which your role (${role}) does not have.${roles && ` Roles that have it: ${roles}.`} An Account Admin can give you another role.`,
  /** Of one thing on a screen. */
  needs: (permissions: string, role: string, roles: string) =>
    `This needs the permission ${permissions}, which your role (${role}) does not have.${roles && ` Roles that have it: ${roles}.`}`,
  readOnlyTitle: 'You can look, and not change',
  readOnly: (permissions: string, role: string, roles: string) =>
    `To change something here needs the permission ${permissions}, which your role (${role}) does not have.${roles && ` Roles that have it: ${roles}.`} An Account Admin can give you another role.`,
};
