// Which brands, products and campaigns a token reaches: finding them, and their names.

import { useQueries } from '@tanstack/react-query';
import { api } from '../api/calls';
import { Problem } from '../api/problem';
import type { Brand, Campaign, Only, Product } from '../api/types';

export type Kind = 'brands' | 'products' | 'campaigns';
export interface Named { id: number; label: string; search: string }

/** A condition as a form holds it: nothing chosen is no condition. */
export interface Reach { brands: string[]; products: string[]; campaigns: string[] }

const byName = ({ id, name }: Brand | Campaign): Named => ({ id, label: name, search: name });
const product = ({ id, name, sku }: Product): Named => ({ id, label: `${name} · ${sku}`, search: sku });

/** What the server finds, by name. */
export async function find(kind: Kind, search: string): Promise<Named[]> {
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

async function one(kind: Kind, id: number): Promise<Named | null> {
  try {
    return await get(kind, id);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return null;
    throw problem;
  }
}

/** The names of these; null for what is gone. What is still on its way, or hidden from the person, is not in it. */
export function useNames(kind: Kind, ids: number[]): Map<number, Named | null> {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: [kind, 'name', id], queryFn: async () => [id, await one(kind, id)] as const, staleTime: 60_000, retry: false,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [data] : []))),
  });
}

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
