// Choosing a time zone by its IANA name. The browser knows them; the server has the last word.

import { Select, type SelectProps } from '@mantine/core';
import { t } from '../text';

/** The zone of this browser, which is a good guess for a company that begins. */
export const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function TimeZoneSelect({ value, ...rest }: Omit<SelectProps, 'data'>) {
  // What is chosen now is offered also where this browser does not know it.
  const names = [...new Set(['UTC', ...(value ? [value] : []), ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Select
      data={names} value={value} searchable allowDeselect={false} nothingFoundMessage={t.common.nothingMatches}
      comboboxProps={{ zIndex: 300 }} maxDropdownHeight={280} data-mantine-stop-propagation
      {...rest}
    />
  );
}
