import { s } from './count';

export const countries = {
  search: 'Saisissez pour rechercher',
  clear: 'Effacer les pays',
  clearOne: 'Effacer le pays',
  more: (names: string, count: number) => `${names} et ${count} autre${s(count)}`,
};
