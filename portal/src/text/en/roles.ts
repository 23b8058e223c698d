// Roles: what they allow, and who has them.

export const roles = {
  tab: 'Roles',
  caption: 'Roles',
  columns: { role: 'Role', purpose: 'What it is for', rights: 'Rights', people: 'People', details: 'Details' },
  yours: 'yours',
  show: (role: string) => `What the role ${role} allows, and who has it`,
  rightsOf: (role: string) => `What ${role} allows`,
  noRights: 'Nothing in the portal and nothing through the API.',
  peopleOf: (role: string) => `Who is ${role}`,
  nobody: 'Nobody has this role.',
  compare: 'All roles side by side',
  compareLead: 'Roles are the same in every company. What a person may do follows from their role; a token never allows more.',
  right: 'Right',
  yes: 'yes',
  no: 'no',
};
