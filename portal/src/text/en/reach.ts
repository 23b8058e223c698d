// What a token may reach.

import { s } from './count';

export const reach = {
  title: 'Reaches',
  everything: 'All brands, products and campaigns',
  part: 'Brands, products and campaigns',
  hint: 'Choose some, and the token sees and changes nothing else. Nothing chosen means all of your company’s.',
  onlyLess: 'The lists of this token can become shorter, never longer.',
  brandCount: (count: number) => `${count} brand${s(count)}`,
  productCount: (count: number) => `${count} product${s(count)}`,
  campaignCount: (count: number) => `${count} campaign${s(count)}`,
  brands: 'Only these brands',
  brandsHint: 'And their products. New products may be made in them, new brands may not.',
  products: 'Only these products',
  productsHint: 'No new ones may be made.',
  campaigns: 'Only these campaigns',
  campaignsHint: 'And the products in them. New products may be made in them, of the brands that are there; new campaigns may not.',
  any: { brands: 'Any brand', products: 'Any product', campaigns: 'Any campaign, or none' },
  none: {
    brands: 'Your company has no brands yet',
    products: 'Your company has no products yet',
    campaigns: 'Your company has no campaigns yet',
  },
  clear: { brands: 'Clear the brands', products: 'Clear the products', campaigns: 'Clear the campaigns' },
  keepOne: 'Keep at least one of each list, or revoke the token.',
  unnamed: {
    brands: (id: number) => `Brand ${id}`,
    products: (id: number) => `Product ${id}`,
    campaigns: (id: number) => `Campaign ${id}`,
  },
  gone: {
    brands: (id: number) => `Brand ${id}, deleted`,
    products: (id: number) => `Product ${id}, deleted`,
    campaigns: (id: number) => `Campaign ${id}, deleted`,
  },
  onlyThese: {
    brands: (count: number) => (count === 1 ? 'Only this brand:' : `Only these ${count} brands:`),
    products: (count: number) => (count === 1 ? 'Only this product:' : `Only these ${count} products:`),
    campaigns: (count: number) => (count === 1 ? 'Only this campaign:' : `Only these ${count} campaigns:`),
  },
  more: (count: number) => `${count} more`,
};
