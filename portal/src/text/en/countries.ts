export const countries = {
  search: 'Type to search',
  clear: 'Clear the countries',
  more: (names: string, count: number) => `${names} and ${count} more`,
};
