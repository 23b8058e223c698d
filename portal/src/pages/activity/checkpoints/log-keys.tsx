// The keys that sign checkpoints, and a button that brings the next one.

import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { LogKey } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import { Badge } from '../../../parts/badge';
import { Confirm } from '../../../parts/confirm';
import { CopyField } from '../../../parts/copy-field';
import { DataTable, type Column } from '../../../parts/data-table';
import { useMay } from '../../../parts/me';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';

const KEYS = ['audit', 'keys'];
const w = t.checkpoints.keys;

export function LogKeys() {
  const may = useMay();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: KEYS, queryFn: api.audit.keys });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={140} />;
  const signing = data.results.find(({ ended_at: ended }) => !ended);
  return (
    <Stack gap="md">
      {signing && <CopyField label={w.publicKey} value={signing.public_key} copyLabel={w.copy} />}
      <div className="cm-table-inside"><DataTable caption={w.title} columns={columnsOf()} rows={data.results} rowKey={({ id }) => id} /></div>
      {may('key_manage') && <div><Button variant="default" onClick={() => setAsking(true)}>{w.rotate}</Button></div>}
      {isAsking && (
        <Confirm
          title={w.rotateTitle} text={w.rotateText} submit={w.rotate} isDangerous
          action={api.audit.rotateKey}
          onDone={(keys) => {
            queries.setQueryData(KEYS, keys);
            setAsking(false);
            notifyDone(w.rotated);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Stack>
  );
}

function columnsOf(): Column<LogKey>[] {
  const c = w.columns;
  const range = ({ first_position: first, last_position: last }: LogKey) => (last == null ? w.from(first ?? 1) : w.range(first ?? 1, last));
  return [
    {
      key: 'id', header: c.id, isRowHeader: true,
      cell: ({ id, algorithm }) => <span className="cm-two-lines"><code className="cm-mono cm-wrap">{id}</code><small>{algorithm}</small></span>,
    },
    { key: 'state', header: c.state, cell: ({ ended_at: ended }) => <Badge tone={ended ? 'quiet' : 'ok'}>{ended ? w.ended : w.signs}</Badge> },
    { key: 'public', header: c.public, cell: ({ public_key: hex }) => <code className="cm-mono cm-wrap">{hex}</code> },
    { key: 'entries', header: c.entries, cell: range },
    { key: 'made', header: c.made, cell: ({ created_at: at }) => <Ago at={at} /> },
    { key: 'ended', header: c.ended, cell: ({ ended_at: at }) => at && <Ago at={at} /> },
  ];
}
