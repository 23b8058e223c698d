// The order of a list, in the API's own words: `name`, or `-name` for the other way round.

/** Members by which a list is in order of time: whoever asks for it wants the latest first. */
const TIMES = new Set(['creation_date', 'created_at', 'at']);
/** Those too, but here the nearest end is what one looks for. */
const ENDS = new Set(['expires_at']);

export type SortKind = 'time' | 'text';
export type Direction = 'ascending' | 'descending';

export const kindOf = (member: string): SortKind => (TIMES.has(member) || ENDS.has(member) ? 'time' : 'text');

/** What the address asks for, where the list has it; or else the usual one. */
export function knownOrdering(asked: string | null, members: readonly string[], usual: string): string {
  return asked && members.includes(asked.replace(/^-/, '')) ? asked : usual;
}

/** How this member is sorted by; null when another one is. */
export function directionOf(ordering: string, member: string): Direction | null {
  if (ordering === member) return 'ascending';
  return ordering === `-${member}` ? 'descending' : null;
}

/** What a press on the head of a column leads to. */
export function nextOrdering(ordering: string, member: string): string {
  switch (directionOf(ordering, member)) {
    case 'ascending': return `-${member}`;
    case 'descending': return member;
    case null: return TIMES.has(member) ? `-${member}` : member;
  }
}
