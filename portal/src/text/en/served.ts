// Words that come from the server, which speaks English: here there is little to say about them.
// What another language has no words for is shown as it came.

const same = (...sentences: string[]) => Object.fromEntries(sentences.map((sentence) => [sentence, sentence]));

export const served = {
  /** By name. */
  permissions: {} as Record<string, { label: string; description: string }>,
  groups: {} as Record<string, string>,
  roles: {} as Record<string, { label: string; description: string }>,
  /** A session's, as the server names it: `Firefox on Linux`. */
  device: (browser: string, system: string) => `${browser} on ${system}`,
  /** What its sentences name, as roles. */
  words: {} as Record<string, string>,
  /**
   * By what the server says. `{}` is whatever stands there: dates and numbers are written as this
   * language writes them. `{=}`, and what is quoted, stays as it came, but for
   * the name of a role: that is `{role}` in the words. English has those alone in
   * which there is a date or a large number.
   */
  sentences: same(
    'Your company allows at most {} days: {} or earlier.',
    'Your company asks for at least {} days: {} or later.',
    'Another change waits for {}. Cancel it first.',
    'It was made on {} and is older than allowed.',
    'It was made on {} and ends on {} instead of {}.',
    'It loses {}.',
    'The keys were rotated a short time ago. The next rotation can begin at {}.',
    'The keys were rotated a short time ago. The next rotation by hand can begin at {}.',
    'Use 1 to {}.',
    'A file may have at most {} rows.',
    'A file may have at most {} codes.',
    'A file changes at most {} codes.',
  ) as Record<string, string>,
};
