// Words that come from the server, which speaks English: here there is nothing to say about them.
// What another language has no words for is shown as it came.

export const served = {
  /** By name. */
  permissions: {} as Record<string, { label: string; description: string }>,
  groups: {} as Record<string, string>,
  roles: {} as Record<string, string>,
  /** By what the server says. */
  sentences: {} as Record<string, string>,
};
