// From an object to what was done with it, for whoever may read the log.

import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { queryAddress } from '../api/query-address';
import { t } from '../text';
import { useMay } from './me';

export const historyOf = (type: string, id: string | number) => queryAddress('/activity', { object_type: type, object_id: String(id) });

export function HistoryLink({ type, id }: { type: string; id: string | number }) {
  const may = useMay();
  if (!may('audit_view')) return null;
  return <Anchor component={Link} href={historyOf(type, id)} inherit>{t.activity.history}</Anchor>;
}
