// What somebody may not do, and who can.

export const rights = {
  roles: (roles: string) => `Roles that have it: ${roles}.`,
  giver: 'An Account Admin can give you another role.',
  notMine: (permissions: string, role: string, roles: string) =>
    `To begin takes the permission ${permissions}, which your role (${role}) does not have.${roles && ` Roles that have it: ${roles}.`} An Account Admin can give you another role.`,
};
