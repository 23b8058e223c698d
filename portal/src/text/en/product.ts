// One product.

import { n, s } from './count';

export const productPage = {
  one: 'Product',
  back: 'Products',
  codes: (count: number) => (count === 0 ? 'Codes' : `${n(count)} code${s(count)}`),
  noCodes: 'No code is on this product yet. Order some, or give codes that you have this product.',
  toCodes: 'See its codes',
  factsTitle: 'The product',
  made: 'Made',
  uuid: 'UUID',
  stc: {
    title: 'Data for landing pages',
    lead: 'Landing pages get it as it is, for every code of this product.',
    label: 'Data',
    hint: 'A JSON object, for example {"ingredients": {"en": "Olives"}}. Empty: none.',
    none: 'There is none.',
    saved: 'The data for landing pages is saved.',
  },
};
