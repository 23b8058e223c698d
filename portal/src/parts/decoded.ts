/** A part of an address as it was before it was encoded. What nobody encoded, as a lone `%`, stands for itself. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
