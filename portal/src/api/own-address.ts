// Addresses in answers are absolute. Behind a proxy their host need not be the one that this page
// came from, and this page calls nobody else.

export function ownAddress(address: string): string {
  const { pathname, search } = new URL(address, window.location.href);
  return `${pathname}${search}`;
}
