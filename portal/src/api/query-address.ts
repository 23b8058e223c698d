// An address with a query of what is given; what is empty is left out.

export type Given = Record<string, string | undefined>;

export function queryAddress(path: string, query: Given): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
