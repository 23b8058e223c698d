// The row of filters above a list. They live in the address, so that a filtered list can be
// sent to a colleague and the back button works.

import { Button, CloseButton, Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../text';
import { useHashQuery } from './hash-location';
import { SearchIcon } from './icons';
import type { ListAddress } from './list-address';
import { START } from './paging';

export interface FiltersProps {
  children: ReactNode;
  /** What can be done, where the page has several lists and its head cannot say it. */
  actions?: ReactNode;
  /** Whether any of them is on, and how to take all of them away. */
  address?: Pick<ListAddress, 'isFiltered' | 'clear'>;
}

export function Filters({ children, actions, address }: FiltersProps) {
  const all = <>{children}{address?.isFiltered && <Button variant="subtle" px="xs" onClick={address.clear}>{t.common.clearFilters}</Button>}</>;
  if (!actions) return <Group className="cm-filters" gap="sm" align="center" role="search">{all}</Group>;
  return (
    <Group className="cm-filters" gap="sm" justify="space-between">
      <Group className="cm-filters-inside" gap="sm" align="center" role="search">{all}</Group>
      {actions}
    </Group>
  );
}

export function useFilter(name: string): [string, (value: string | null) => void] {
  const [query, change] = useHashQuery();
  // Another filter means another list: back to its start.
  return [query.get(name) ?? '', (value) => change({ ...START, [name]: value })];
}

export function SearchFilter({ label, name = 'search' }: { label: string; name?: string }) {
  const [search, setSearch] = useFilter(name);
  const [text, setText] = useState(search);
  const send = useDebouncedCallback(setSearch, 300);
  useEffect(() => setText(search), [search]);
  const change = (value: string) => {
    setText(value);
    send(value);
  };
  return (
    <TextInput
      className="cm-filters-search" aria-label={label} placeholder={label} type="search"
      leftSection={<SearchIcon size={16} />} value={text} onChange={(event) => change(event.currentTarget.value)}
      rightSection={text && <CloseButton size="sm" aria-label={t.common.clearSearch} onClick={() => change('')} />}
    />
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  /** What no choice is called. */
  all: string;
  choices: [value: string, label: string][];
}

export function ChoiceFilter({ name, label, all, choices }: ChoiceProps) {
  const [value, setValue] = useFilter(name);
  const data = [{ value: '', label: all }, ...choices.map(([choice, words]) => ({ value: choice, label: words }))];
  // A link may ask for something that is not offered here; the list is filtered by it all the same.
  if (!data.some((choice) => choice.value === value)) data.push({ value, label: value });
  return (
    <NativeSelect
      aria-label={label} value={value} data={data} className="cm-activity-filter"
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  );
}

export function ArchivedFilter() {
  const [archived, setArchived] = useFilter('is_archived');
  return (
    <Switch
      label={t.common.showArchived} checked={archived === '1'}
      onChange={(event) => setArchived(event.currentTarget.checked ? '1' : null)}
    />
  );
}
