export const countries = {
  search: 'Type to search',
  clear: 'Clear the countries',
  clearOne: 'Clear the country',
  more: (names: string, count: number) => `${names} and ${count} more`,
};
