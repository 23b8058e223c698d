// An order of fields that somebody is arranging, while fields come and go beside it.

/** The order as it is shown: what is gone is left out, what is new comes last. */
export function merged(ids: number[], draft: number[] | null): number[] {
  if (!draft) return ids;
  return [...draft.filter((id) => ids.includes(id)), ...ids.filter((id) => !draft.includes(id))];
}

export const isSame = (one: number[], other: number[]) => one.length === other.length && one.every((id, at) => id === other[at]);
