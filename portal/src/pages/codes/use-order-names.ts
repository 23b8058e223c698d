// The references of work orders that codes came with. Who may not see orders sees their numbers.

import { useQueries } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { useMay } from '../../parts/me';

export function useOrderNames(ids: number[]): Map<number, string> {
  const may = useMay();
  const wanted = may('workorder_view') ? [...new Set(ids)] : [];
  return useQueries({
    queries: wanted.map((id) => ({
      queryKey: ['work-orders', 'name', id], queryFn: async () => [id, (await api.workOrders.get(String(id))).reference] as const,
      staleTime: 60_000, retry: false,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [data] : []))),
  });
}
