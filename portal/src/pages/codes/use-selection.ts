// Which codes are chosen. The choice lasts from page to page of one list; under other filters
// there is none, for nobody should change what is out of sight.

import { useState } from 'react';

export interface Selection {
  ids: string[];
  has: (id: string) => boolean;
  set: (ids: string[], isChosen: boolean) => void;
  clear: () => void;
}

export function useSelection(list: string): Selection {
  const [chosen, setChosen] = useState<{ list: string; ids: string[] }>({ list, ids: [] });
  const ids = chosen.list === list ? chosen.ids : [];
  return {
    ids,
    has: (id) => ids.includes(id),
    set: (some, isChosen) => {
      const others = ids.filter((id) => !some.includes(id));
      setChosen({ list, ids: isChosen ? [...others, ...some] : others });
    },
    clear: () => setChosen({ list, ids: [] }),
  };
}
