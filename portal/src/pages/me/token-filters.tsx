// The filters above a list of tokens: text, state, and what is worth a look.

import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { Filters, SearchFilter, useFilter } from '../../parts/filters';
import { PersonFilter } from '../../parts/person-filter';
import { t } from '../../text';
import type { TokenFilter } from './token-filter';
import { TokenLooks } from './token-looks';

const STATES = ['active', 'expired', 'superseded', 'revoked'] as const;

interface Props {
  filter: TokenFilter;
  /** Everybody's tokens, not only one's own. */
  isAll?: boolean;
  /** Whether there is anything to look at. */
  hasLooks: boolean;
  actions?: ReactNode;
}

export function TokenFilters({ filter, isAll = false, hasLooks, actions }: Props) {
  const [state, setState] = useFilter('state');
  return (
    <>
      <Filters actions={actions}>
        <SearchFilter label={t.tokens.search} />
        {isAll && <PersonFilter name="owner" label={t.allTokens.owner} all={t.allTokens.anyOwner} />}
        <NativeSelect
          aria-label={t.tokens.state} value={state} onChange={(event) => setState(event.currentTarget.value)} className="cm-activity-filter"
          data={[
            { value: '', label: t.allTokens.anyState },
            ...STATES.map((value) => ({ value, label: t.tokens.states[value] })),
            { value: 'quarantined', label: t.tokens.quarantine },
          ]}
        />
      </Filters>
      {hasLooks && <TokenLooks filter={filter} isAll={isAll} />}
    </>
  );
}
