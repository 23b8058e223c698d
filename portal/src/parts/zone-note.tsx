// Whose days are meant: said once on a page on which days stand.

import { Text } from '@mantine/core';
import { t } from '../text';
import { useMe } from './me';

export function ZoneNote() {
  const { company } = useMe();
  return <Text size="sm" c="dimmed" className="cm-zone-note">{t.lists.zone(company.time_zone)}</Text>;
}
