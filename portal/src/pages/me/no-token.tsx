// A list of tokens that the filters leave empty: what that means, and the way back.

import { Button } from '@mantine/core';
import { Empty } from '../../parts/empty';
import { KeyIcon } from '../../parts/icons';
import { t } from '../../text';
import type { TokenFilter } from './token-filter';

export function NoToken({ filter }: { filter: TokenFilter }) {
  return (
    <Empty icon={<KeyIcon />} title={title(filter)}>
      <Button variant="default" onClick={filter.clear}>{t.common.clearFilters}</Button>
    </Empty>
  );
}

function title({ values: { search, state, owner }, looks }: TokenFilter): string {
  const [look, ...others] = looks;
  if (search || owner || others.length > 0) return t.common.nothingMatches;
  // Good news, when it is said of all that still work.
  if (look) return state === 'active' ? t.allTokens.looks[look].none : t.common.nothingMatches;
  return t.allTokens.none[state ?? ''] ?? t.common.nothingMatches;
}
