// What all lists have: an order, and a file of what is shown.

import { n, s } from './count';

export const lists = {
  order: (column: string, direction: string) => `${column}, ${direction}`,
  orders: {
    text: { ascending: 'A to Z', descending: 'Z to A' },
    time: { ascending: 'earliest first', descending: 'latest first' },
  },
  usualOrder: 'Usual order',
  /** Of filters, and of ends of tokens. */
  zone: (name: string) => `Days are those of your company (${name}).`,
  fromDay: 'From day',
  toDay: 'To day',
  clearDay: (label: string) => `Clear “${label}”`,
  from: (what: string) => `${what} from`,
  to: (what: string) => `${what} until`,
  export: 'Export',
  exportTitle: 'Export',
  exporting: (done: number, of: number) => `${n(done)} of ${n(of)} rows`,
  exported: (file: string, rows: number) => `${n(rows)} row${s(rows)} saved as ${file}.`,
  cut: (rows: number, of: number) => `The file has the first ${n(rows)} of ${n(of)} rows, in the order of the list. For the others, narrow the list with its filters and export again.`,
};
