// Which brands, products and campaigns a token reaches: finding them, and their names.

import { api } from '../api/calls';
import type { Brand, Campaign, Only, Product } from '../api/types';
import { t } from '../text';
import type { ManySource } from './choose-many';
import { useNamesFrom, type Named as AnyNamed } from './names';

export type Kind = 'brands' | 'products' | 'campaigns';
export interface Named extends AnyNamed { search: string }

/** A condition as a form holds it: nothing chosen is no condition. */
export interface Reach { brands: string[]; products: string[]; campaigns: string[] }

const byName = ({ id, name }: Brand | Campaign): Named => ({ id, label: name, search: name });
const product = ({ id, name, sku }: Product): Named => ({ id, label: `${name} · ${sku}`, search: sku });

/** What the server finds, by name. */
async function find(kind: Kind, search: string): Promise<Named[]> {
  const query = { search: search || undefined, ordering: 'name', limit: 50 };
  switch (kind) {
    case 'brands': return (await api.brands.list(query)).results.map(byName);
    case 'products': return (await api.products.list(query)).results.map(product);
    case 'campaigns': return (await api.campaigns.list(query)).results.map(byName);
  }
}

async function get(kind: Kind, id: number): Promise<Named> {
  switch (kind) {
    case 'brands': return byName(await api.brands.get(String(id)));
    case 'products': return product(await api.products.get(id));
    case 'campaigns': return byName(await api.campaigns.get(String(id)));
  }
}

/** The names of these; null for what is gone. */
export const useNames = (kind: Kind, ids: number[]) => useNamesFrom({ key: kind, get: (id) => get(kind, id) }, ids);

export const sourceOf = (kind: Kind): ManySource => ({
  key: kind,
  find: (search) => find(kind, search),
  get: (id) => get(kind, id),
  any: t.reach.any[kind],
  none: t.reach.none[kind],
  clear: t.reach.clear[kind],
  unnamed: t.reach.unnamed[kind],
});

export function reachOf(only?: Only | null): Reach {
  const texts = (ids?: number[] | null) => (ids ?? []).map(String);
  return { brands: texts(only?.brands), products: texts(only?.products), campaigns: texts(only?.campaigns) };
}

/** What the API takes. */
export function onlyOf({ brands, products, campaigns }: Reach): Only | undefined {
  if (brands.length + products.length + campaigns.length === 0) return undefined;
  const ids = (texts: string[]) => (texts.length > 0 ? texts.map(Number) : null);
  return { brands: ids(brands), products: ids(products), campaigns: ids(campaigns) };
}
