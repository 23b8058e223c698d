// The names of templates: an upload tells the key of its template only.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import { useMay } from '../../../parts/me';

/** A company with more of them sees the keys of some. */
const MOST = 200;

/** What a template of this key is called. */
export function useTemplateNames(): (key: string) => string {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['templates', 'names'], staleTime: 60_000, enabled: may('workorder_view'),
    queryFn: async () => {
      const pages = await Promise.all([undefined, '1'].map((archived) => api.templates.list({ is_archived: archived, ordering: 'name', limit: MOST })));
      return new Map(pages.flatMap(({ results }) => results.map(({ key, name }) => [key, name] as const)));
    },
  });
  return (key) => data?.get(key) ?? key;
}
