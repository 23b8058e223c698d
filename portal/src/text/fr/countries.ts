import { s } from './count';

export const countries = {
  search: 'Saisissez pour rechercher',
  clear: 'Effacer les pays',
  more: (names: string, count: number) => `${names} et ${count} autre${s(count)}`,
};
