// Which brands and products a token reaches: finding them, and their names.

import { useQueries } from '@tanstack/react-query';
import { api } from '../api/calls';
import { Problem } from '../api/problem';
import type { Brand, Only, Product } from '../api/types';

export type Kind = 'brands' | 'products';
export interface Named { id: number; label: string; search: string }

/** A condition as a form holds it: nothing chosen is no condition. */
export interface Reach { brands: string[]; products: string[] }

const brand = ({ id, name }: Brand): Named => ({ id, label: name, search: name });
const product = ({ id, name, sku }: Product): Named => ({ id, label: `${name} · ${sku}`, search: sku });

/** What the server finds, by name. */
export async function find(kind: Kind, search: string): Promise<Named[]> {
  const query = { search: search || undefined, ordering: 'name', limit: 50 };
  return kind === 'brands'
    ? (await api.brands.list(query)).results.map(brand)
    : (await api.products.list(query)).results.map(product);
}

async function one(kind: Kind, id: number): Promise<Named | null> {
  try {
    return kind === 'brands' ? brand(await api.brands.get(String(id))) : product(await api.products.get(id));
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
  return { brands: (only?.brands ?? []).map(String), products: (only?.products ?? []).map(String) };
}

/** What the API takes. */
export function onlyOf({ brands, products }: Reach): Only | undefined {
  if (brands.length + products.length === 0) return undefined;
  return { brands: brands.length > 0 ? brands.map(Number) : null, products: products.length > 0 ? products.map(Number) : null };
}
