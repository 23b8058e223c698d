// Which scans are meant, as the address says it: in the API's own names, so that the numbers, the
// list and their files are asked for with the same words.

import type { Given } from '../api/query-address';
import { useHashQuery } from './hash-location';
import { START } from './paging';

const PERIOD = ['timeframe', 'date_from', 'date_to'] as const;

export function useScanFilter(names: readonly string[], usual: string) {
  const [query, change] = useHashQuery();
  const value = (name: string) => query.get(name) ?? undefined;
  const from = value('date_from');
  const filter: Given = {
    timeframe: from ? undefined : value('timeframe') ?? usual, date_from: from, date_to: value('date_to'),
    ...Object.fromEntries(names.map((name) => [name, value(name)])),
  };
  return {
    filter,
    isFiltered: names.some((name) => query.has(name)),
    clear: () => change({ ...START, ...Object.fromEntries([...PERIOD, ...names].map((name) => [name, null])) }),
  };
}
