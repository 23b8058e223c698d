// The names of objects of which only the ids are known.

import { useQueries } from '@tanstack/react-query';
import { Problem } from '../api/problem';

export interface Named { id: number; label: string }

export interface NameSource<One extends Named = Named> {
  /** The first part of the query keys under which its answers are kept. */
  key: string;
  get: (id: number) => Promise<One>;
}

async function one<One extends Named>({ get }: NameSource<One>, id: number): Promise<One | null> {
  try {
    return await get(id);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return null;
    throw problem;
  }
}

/** The names of these; null for what is gone. What is still on its way, or hidden from the person, is not in it. */
export function useNamesFrom<One extends Named>(source: NameSource<One>, ids: number[]): Map<number, One | null> {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: [source.key, 'name', id], queryFn: async () => [id, await one(source, id)] as const, staleTime: 60_000, retry: false,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [data] : []))),
  });
}
