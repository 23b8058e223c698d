// The last scans of the code, and the way to all of them.

import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import { queryAddress } from '../../../api/query-address';
import type { Code, Scan } from '../../../api/types';
import { DataTable } from '../../../parts/data-table';
import { todayIn } from '../../../parts/dates';
import { useMe } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { asAsked } from '../../scans/as-asked';
import { useScanColumns } from '../../scans/scan-columns';
import { ScanDialog } from '../../scans/scan-dialog';

const FEW = 5;
const SHOWN = ['time', 'country', 'device', 'verdict', 'flags', 'actions'];

export function LatestScans({ code: { extended_id, creation_date: made } }: { code: Code }) {
  const { company } = useMe();
  const [opened, open] = useState<Scan | null>(null);
  // Nobody scans a code before there is one.
  const filter = { extended_id, date_from: todayIn(company.time_zone, new Date(made)) };
  const params = { ...asAsked(filter), limit: FEW };
  const scans = useQuery({ queryKey: ['scans', params], queryFn: () => api.scans.list(params), staleTime: 0 });
  const columns = useScanColumns(open).filter(({ key }) => SHOWN.includes(key));
  const rows = scans.data?.results ?? [];
  return (
    <Panel title={t.scans.latest} lead={scans.data?.next ? t.scans.latestLead : undefined}>
      <ProblemAlert error={scans.error} onRetry={() => void scans.refetch()} />
      {scans.isPending && <Skeleton height={120} />}
      {scans.data && rows.length === 0 && <Text size="sm" c="dimmed">{t.scans.none}</Text>}
      {rows.length > 0 && (
        <>
          <div className="cm-table-inside">
            <DataTable caption={t.scans.latest} columns={columns} rows={rows} rowKey={({ scan }) => scan.uuid} />
          </div>
          <Anchor href={`#${queryAddress('/scans', filter)}`} size="sm" mt="sm" display="inline-block">{t.scans.toAll}</Anchor>
        </>
      )}
      {opened && <ScanDialog scan={opened} onClose={() => open(null)} />}
    </Panel>
  );
}
