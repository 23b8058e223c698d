// What tokens are worth a look for: a button for each, with how many there are, and what it means.

import { Button, Text } from '@mantine/core';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../api/calls';
import { t } from '../../text';
import { LOOK_NAMES, LOOKS, lookedFor, type Look, type TokenFilter } from './token-filter';
import './token-looks.css';

export function TokenLooks({ filter, isAll }: { filter: TokenFilter; isAll: boolean }) {
  const id = useId();
  const { values, looks, toggle } = filter;
  // Each as many as the list has when it is on, beside the filters that are on already.
  const counts = useQueries({
    queries: LOOK_NAMES.map((look) => {
      const params = { ...(values[look] ? values : lookedFor(values, look)), all: isAll ? '1' : undefined, limit: 1 };
      return { queryKey: ['uats', 'count', params], queryFn: () => api.uats.list(params), placeholderData: keepPreviousData };
    }),
  });
  return (
    <div className="cm-looks" role="group" aria-labelledby={id}>
      <Text id={id} size="sm" c="dimmed" span>{t.allTokens.looks.label}</Text>
      {LOOK_NAMES.map((look, at) => {
        const isOn = looks.includes(look);
        const count = counts[at]?.data?.count;
        return (
          <Button
            key={look} size="compact-sm" radius="xl" variant={isOn ? 'filled' : 'default'} aria-pressed={isOn} title={meaning(look, values)}
            rightSection={count === undefined ? undefined : <span className="cm-look-count">{t.token.count(count)}</span>}
            onClick={() => toggle(look)}
          >
            {t.allTokens.looks[look].label}
          </Button>
        );
      })}
      <div role="status" className="cm-look-meanings">
        {looks.map((look) => <Text key={look} size="sm" c="dimmed">{meaning(look, values)}</Text>)}
      </div>
    </div>
  );
}

const meaning = (look: Look, values: TokenFilter['values']) => t.allTokens.looks[look].text(Number(values[look] ?? LOOKS[look]));
