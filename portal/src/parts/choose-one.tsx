// Choosing one object among few or among thousands: the server searches.

import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SendOptions } from '../api/client';
import { t } from '../text';

interface Named { id: number; name: string }

export interface Source {
  /** The first part of the query keys under which its answers are kept. */
  key: string;
  list: (query: SendOptions['query']) => Promise<{ results: Named[] }>;
  get: (id: string) => Promise<Named>;
  /** What to say when there is nothing to choose from. */
  none: string;
}

export type ChooseOneProps = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  value?: string | null;
  onChange?: (value: string | null) => void;
};

export function ChooseOne({ from, value = null, onChange, ...rest }: ChooseOneProps & { from: Source }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 250);
  const found = useQuery({
    queryKey: [from.key, 'choose', search],
    queryFn: () => from.list({ search: search || undefined, ordering: 'name', limit: 50 }),
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.results ?? [];
  const isThere = rows.some(({ id }) => String(id) === value);
  const chosen = useQuery({
    queryKey: [from.key, 'one', value], queryFn: () => from.get(value!), enabled: Boolean(value) && found.isSuccess && !isThere,
  });
  const options = chosen.data && !isThere ? [chosen.data, ...rows] : rows;
  return (
    <Select
      searchable nothingFoundMessage={search ? t.common.nothingMatches : from.none} maxDropdownHeight={280}
      data={options.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value} onChange={(next) => onChange?.(next)}
      // A chosen object's own name is in the input too; looking for it would hide all others.
      onSearchChange={(next) => setText(options.some(({ name }) => name === next) ? '' : next)}
      filter={({ options: all }) => all}
      comboboxProps={{ zIndex: 300 }} clearButtonProps={{ 'aria-label': t.common.clearFilters }}
      {...rest}
    />
  );
}
