// Things in an order, and another order of the same things.

/** The list with one of it at another place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The list with some of it in another order: together they keep the places that they have. */
export function reordered<Item>(list: readonly Item[], some: readonly Item[]): Item[] {
  let at = 0;
  return list.map((item) => (some.includes(item) ? some[at++] as Item : item));
}
