// Choosing several brands, products or campaigns among few or among thousands: the server searches.

import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { find, useNames, type Kind } from '../../parts/reach';
import { t } from '../../text';

type Props = Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> & {
  kind: Kind;
  value: string[];
  onChange: (value: string[]) => void;
  /** Only these may be chosen: a token that is limited already. */
  within?: number[] | null;
};

/** As many as the server takes. */
const MOST = 100;

export function MultiFind({ kind, value, onChange, within, ...rest }: Props) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 250);
  const found = useQuery({
    queryKey: [kind, 'choose', search], queryFn: () => find(kind, search), placeholderData: keepPreviousData, enabled: !within,
  });
  const results = found.data ?? [];
  const missing = (within ?? value.map(Number)).filter((id) => !results.some((result) => result.id === id));
  const names = useNames(kind, missing);
  const isEmpty = !within && found.isSuccess && !search && results.length === 0 && value.length === 0;
  const chosen = missing.map((id) => ({ value: String(id), label: names.get(id)?.label ?? t.reach.unnamed[kind](id) }));
  const options = [...chosen, ...results.map(({ id, label }) => ({ value: String(id), label }))];
  return (
    <MultiSelect
      data={options} value={value} onChange={(next) => { onChange(next); setText(''); }}
      searchable searchValue={text} onSearchChange={setText} hidePickedOptions clearable maxValues={MOST} maxDropdownHeight={280}
      // The server has searched; a short list that is all there is needs it here.
      filter={within ? undefined : ({ options: all }) => all}
      nothingFoundMessage={search ? t.common.nothingMatches : t.reach.allChosen}
      classNames={{ inputField: 'cm-reach-field' }}
      placeholder={placeholder(kind, isEmpty, value)} disabled={isEmpty}
      comboboxProps={{ zIndex: 300 }} clearButtonProps={{ 'aria-label': t.reach.clear[kind] }}
      // Escape closes the list, not the dialog around it.
      data-mantine-stop-propagation
      {...rest}
      error={found.error ? t.reach.notFound : rest.error}
    />
  );
}

function placeholder(kind: Kind, isEmpty: boolean, value: string[]): string | undefined {
  if (isEmpty) return t.reach.none[kind];
  return value.length > 0 ? undefined : t.reach.any[kind];
}
