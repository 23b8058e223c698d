// The order of a list where its columns have no heads: on a phone.

import { NativeSelect } from '@mantine/core';
import { t } from '../text';
import type { Column } from './data-table';
import type { Ordering } from './list-address';
import { orderingWords } from './sort-header';

export function SortSelect<Row>({ columns, ordering: { by, choose } }: { columns: Column<Row>[]; ordering: Ordering }) {
  const data = columns.flatMap(({ header, sort }) => (
    sort ? [sort, `-${sort}`].map((value) => ({ value, label: orderingWords(header, sort, value) })) : []
  ));
  // A list may have an order that none of its columns shows.
  if (!data.some(({ value }) => value === by)) data.unshift({ value: by, label: t.lists.usualOrder });
  return (
    <NativeSelect className="cm-sort-select" aria-label={t.common.sort} value={by} data={data} onChange={(event) => choose(event.currentTarget.value)} />
  );
}
