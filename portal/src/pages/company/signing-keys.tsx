// The keys that sign log-ins by JWT: which there are, and a button that brings the next one.

import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Keys, KeyState, SigningKey } from '../../api/types';
import { Ago, Ahead, aheadAt } from '../../parts/ago';
import { Badge, type Tone } from '../../parts/badge';
import { Confirm } from '../../parts/confirm';
import { DataTable, type Column } from '../../parts/data-table';
import { useMe } from '../../parts/me';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';

const tones: Record<KeyState, Tone> = {
  published: 'accent', signing: 'ok', verify_only: 'warn', gone: 'quiet',
};

export function SigningKeys() {
  const k = t.keys;
  const { company } = useMe();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ['keys'], queryFn: api.keys.list, refetchInterval: 15_000 });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={140} />;
  const mayAt = new Date(data.may_rotate_at);
  const isEarly = mayAt > new Date();
  return (
    <Stack gap="md">
      <div className="cm-table-inside">
        <DataTable caption={k.caption} columns={columns()} rows={shown(data)} rowKey={({ id }) => id} />
      </div>
      <Text size="sm">{k.next(aheadAt(data.next_rotation, company.time_zone))}</Text>
      <div>
        <Button variant="default" disabled={isEarly} onClick={() => setAsking(true)}>{k.rotate}</Button>
        {isEarly && <Text size="sm" c="dimmed" mt={6}>{k.early(aheadAt(data.may_rotate_at, company.time_zone))}</Text>}
      </div>
      {isAsking && (
        <Confirm
          title={k.rotateTitle} text={k.rotateText} submit={k.rotate}
          action={api.keys.rotate}
          onDone={(keys) => {
            queries.setQueryData(['keys'], keys);
            setAsking(false);
            notifyDone(k.rotated);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Stack>
  );
}

/** Of those that are gone, the last three tell enough. */
function shown({ results }: Keys): SigningKey[] {
  const good = results.filter(({ state }) => state !== 'gone');
  return [...good, ...results.filter(({ state }) => state === 'gone').slice(0, 3)];
}

function columns(): Column<SigningKey>[] {
  const c = t.keys.columns;
  return [
    { key: 'id', header: c.id, isRowHeader: true, cell: ({ id }) => <code className="cm-mono cm-wrap">{id}</code> },
    { key: 'algorithm', header: c.algorithm, cell: ({ algorithm }) => algorithm },
    { key: 'state', header: c.state, cell: ({ state }) => <Badge tone={tones[state]}>{t.keys.states[state]}</Badge> },
    { key: 'since', header: c.since, cell: ({ since }) => <Ago at={since} /> },
    { key: 'until', header: c.until, cell: ({ until, state }) => (!until ? t.keys.noEnd : state === 'gone' ? <Ago at={until} /> : <Ahead at={until} />) },
  ];
}
