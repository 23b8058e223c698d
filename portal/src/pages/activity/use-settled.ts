// Every reading of the log is written into the log. Somebody who types a day or goes through the
// choices with the arrow keys asks one question, not ten.

import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';

const PAUSE = 400;

/** The parameters once nobody has changed them for a moment; at first at once. */
export function useSettled<Params extends Record<string, string | undefined>>(params: Params): Params {
  // As text: the object is another one at each turn.
  const [text] = useDebouncedValue(JSON.stringify(params), PAUSE);
  return useMemo(() => JSON.parse(text) as Params, [text]);
}
