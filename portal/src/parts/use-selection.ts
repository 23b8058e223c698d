// Which rows of a list are chosen. The choice lasts from page to page of one list; under other
// filters there is none, for nobody should change what is out of sight.

import { useState } from 'react';

export interface Selection<Row> {
  /** In the order in which they were chosen. */
  rows: Row[];
  has: (row: Row) => boolean;
  set: (rows: Row[], isChosen: boolean) => void;
  clear: () => void;
}

export function useSelection<Row>(list: string, keyOf: (row: Row) => string): Selection<Row> {
  const [chosen, setChosen] = useState<{ list: string; rows: Row[] }>({ list, rows: [] });
  const rows = chosen.list === list ? chosen.rows : [];
  const isIn = (some: Row[], row: Row) => some.some((one) => keyOf(one) === keyOf(row));
  return {
    rows,
    has: (row) => isIn(rows, row),
    set: (some, isChosen) => {
      const others = rows.filter((row) => !isIn(some, row));
      setChosen({ list, rows: isChosen ? [...others, ...some] : others });
    },
    clear: () => setChosen({ list, rows: [] }),
  };
}
