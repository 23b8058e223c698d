// Choosing one brand among few or among thousands: the server searches.

import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls';
import { t } from '../text';

type Props = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  value?: string | null;
  onChange?: (value: string | null) => void;
};

export function BrandSelect({ value = null, onChange, ...rest }: Props) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 250);
  const found = useQuery({
    queryKey: ['brands', 'choose', search],
    queryFn: () => api.brands.list({ search: search || undefined, ordering: 'name', limit: 50 }),
    placeholderData: keepPreviousData,
  });
  const brands = found.data?.results ?? [];
  const isThere = brands.some(({ id }) => String(id) === value);
  const chosen = useQuery({
    queryKey: ['brands', 'one', value], queryFn: () => api.brands.get(value!), enabled: Boolean(value) && found.isSuccess && !isThere,
  });
  const options = chosen.data && !isThere ? [chosen.data, ...brands] : brands;
  return (
    <Select
      searchable nothingFoundMessage={search ? t.common.nothingMatches : t.products.noBrands} maxDropdownHeight={280}
      data={options.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value} onChange={(next) => onChange?.(next)}
      // A chosen brand's own name is in the input too; looking for it would hide all others.
      onSearchChange={(next) => setText(options.some(({ name }) => name === next) ? '' : next)}
      filter={({ options: all }) => all}
      comboboxProps={{ zIndex: 300 }} clearButtonProps={{ 'aria-label': t.common.clearFilters }}
      {...rest}
    />
  );
}
