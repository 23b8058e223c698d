// Choosing countries by name or code.

import { MultiSelect, Select, type ComboboxItem, type MultiSelectProps, type OptionsFilter, type SelectProps } from '@mantine/core';
import { useState } from 'react';
import { t } from '../text';
import { COUNTRIES } from './countries';
import './choose-many.css';

const matching: OptionsFilter = ({ options, search }) => {
  const wanted = plain(search);
  const found = (options as ComboboxItem[]).filter(({ value, label }) => plain(label).includes(wanted) || isCode(value, wanted));
  // What begins so comes first: Netherlands before Caribbean Netherlands.
  const isFirst = ({ value, label }: ComboboxItem) => plain(label).startsWith(wanted) || isCode(value, wanted);
  return [...found.filter(isFirst), ...found.filter((option) => !isFirst(option))];
};

const isCode = (code: string, wanted: string) => code.toLowerCase() === wanted;

// Reunion finds Réunion.
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();

/** One country. */
export function OneCountrySelect({ value, onChange, ...rest }: Omit<SelectProps, 'data' | 'onChange'> & { onChange?: (code: string) => void }) {
  return (
    <Select
      data={COUNTRIES} filter={matching} searchable clearable clearButtonProps={{ 'aria-label': t.countries.clearOne }}
      value={value || null} onChange={(code) => onChange?.(code ?? '')} placeholder={t.countries.search}
      nothingFoundMessage={t.common.nothingMatches} comboboxProps={{ zIndex: 300 }} maxDropdownHeight={280}
      data-mantine-stop-propagation
      {...rest}
    />
  );
}

export function CountrySelect({ onChange, ...rest }: Omit<MultiSelectProps, 'data'>) {
  const [text, setText] = useState('');
  return (
    <MultiSelect
      data={COUNTRIES} filter={matching} searchable searchValue={text} onSearchChange={setText}
      onChange={(next) => { onChange?.(next); setText(''); }}
      hidePickedOptions clearable clearButtonProps={{ 'aria-label': t.countries.clear }} withScrollArea={false} openOnFocus={false}
      nothingFoundMessage={t.common.nothingMatches} comboboxProps={{ zIndex: 300 }} classNames={{ inputField: 'cm-many-field', options: 'cm-many-options' }}
      placeholder={rest.value?.length ? undefined : t.countries.search}
      // Escape closes the list, not the dialog around it.
      data-mantine-stop-propagation
      {...rest}
    />
  );
}
