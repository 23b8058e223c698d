// What the address says about which entries are shown. Days in it are the company's days, both
// included; the API wants instants, the second one excluded.

import { addDays, startOfDay } from '../../parts/dates';
import { useHashQuery } from '../../parts/hash-location';
import { useOrdering } from '../../parts/list-address';
import { useMe } from '../../parts/me';
import { START, positionIn } from '../../parts/paging';

const NAMES = ['action', 'object_type', 'object_id', 'user', 'from', 'to'] as const;
const DATE = /^\d{4}-\d\d-\d\d$/;

export function useActivityFilter() {
  const { company } = useMe();
  const [query, change] = useHashQuery();
  const value = (name: string) => query.get(name) ?? undefined;
  // What is no day goes to the server as it is, which says what is wrong with it.
  const begin = (date: string | undefined, days: number) => (
    date && DATE.test(date) && !Number.isNaN(Date.parse(date)) ? startOfDay(addDays(date, days), company.time_zone) : date
  );
  const filter = {
    action: value('action'), object_type: value('object_type'), object_id: value('object_id'), user: value('user'),
    from: begin(value('from'), 0), to: begin(value('to'), 1),
  };
  const ordering = useOrdering(['at'], '-at');
  return {
    filter,
    ordering,
    position: positionIn(query),
    isFiltered: NAMES.some((name) => query.get(name)),
    clear: () => change({ ...START, ...Object.fromEntries(NAMES.map((name) => [name, null])) }),
  };
}
