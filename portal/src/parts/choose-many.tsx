// Choosing several objects among few or among thousands: the server searches.

import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '../text';
import { useNamesFrom, type Named, type NameSource } from './names';
import './choose-many.css';

export interface ManySource extends NameSource {
  /** What the server finds, by name. */
  find: (search: string) => Promise<Named[]>;
  /** What nothing chosen means. */
  any: string;
  /** What to say when there is nothing to choose from. */
  none: string;
  /** The name of the button that takes all away. */
  clear: string;
  /** What to show in place of a name that nobody knows. */
  unnamed: (id: number) => string;
}

export type ChooseManyProps = Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> & {
  value?: string[];
  onChange?: (value: string[]) => void;
  /** Only these may be chosen. */
  within?: number[] | null;
  /** Names that are there already, so that nobody has to ask for them. */
  known?: Named[];
};

/** As many as the server takes, where nobody says otherwise. */
const MOST = 100;

export function ChooseMany({ from, value = [], onChange, within, known = [], ...rest }: ChooseManyProps & { from: ManySource }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 250);
  const found = useQuery({
    queryKey: [from.key, 'choose many', search], queryFn: () => from.find(search), placeholderData: keepPreviousData, enabled: !within,
  });
  const results = found.data ?? [];
  const missing = (within ?? value.map(Number)).filter((id) => !results.some((result) => result.id === id));
  const told = new Map(known.map(({ id, label }) => [id, label]));
  const names = useNamesFrom(from, missing.filter((id) => !told.has(id)));
  const isEmpty = !within && found.isSuccess && !search && results.length === 0 && value.length === 0;
  const chosen = missing.map((id) => ({ value: String(id), label: told.get(id) ?? names.get(id)?.label ?? from.unnamed(id) }));
  const options = [...chosen, ...results.map(({ id, label }) => ({ value: String(id), label }))];
  return (
    <MultiSelect
      data={options} value={value} onChange={(next) => { onChange?.(next); setText(''); }}
      searchable searchValue={text} onSearchChange={setText} hidePickedOptions clearable maxValues={MOST} withScrollArea={false} openOnFocus={false}
      // The server has searched; a short list that is all there is needs it here.
      filter={within ? undefined : ({ options: all }) => all}
      nothingFoundMessage={search ? t.common.nothingMatches : t.common.allChosen}
      classNames={{ inputField: 'cm-many-field', options: 'cm-many-options' }}
      placeholder={isEmpty ? from.none : value.length > 0 ? undefined : from.any} disabled={isEmpty}
      comboboxProps={{ zIndex: 300 }} clearButtonProps={{ 'aria-label': from.clear }}
      // Escape closes the list, not the dialog around it.
      data-mantine-stop-propagation
      {...rest}
      error={found.error ? t.common.notLoaded : rest.error}
    />
  );
}
