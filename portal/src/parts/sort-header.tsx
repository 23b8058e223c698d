// The head of a column by which a list can be put in order.

import { t } from '../text';
import { ArrowDownIcon, ArrowUpIcon, SortIcon } from './icons';
import type { Ordering } from './list-address';
import { directionOf, kindOf, nextOrdering } from './ordering';

export function SortHeader({ header, member, ordering: { by, choose } }: { header: string; member: string; ordering: Ordering }) {
  const direction = directionOf(by, member);
  const next = nextOrdering(by, member);
  const Icon = direction === null ? SortIcon : direction === 'ascending' ? ArrowUpIcon : ArrowDownIcon;
  return (
    <button type="button" className="cm-sort" title={orderingWords(header, member, next)} data-sorted={direction !== null || undefined} onClick={() => choose(next)}>
      {header}<Icon size={14} />
    </button>
  );
}

/** `Name, A to Z`. */
export function orderingWords(header: string, member: string, ordering: string): string {
  const words = t.lists.orders[kindOf(member)];
  return t.lists.order(header, directionOf(ordering, member) === 'descending' ? words.descending : words.ascending);
}
