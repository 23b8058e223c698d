import { ActionIcon, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Checkpoint } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import { DataTable, type Column } from '../../../parts/data-table';
import { Empty } from '../../../parts/empty';
import { CheckIcon, CopyIcon, DownloadIcon, RulesIcon } from '../../../parts/icons';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { saveAs } from '../../../parts/save-as';
import { t } from '../../../text';

const ROWS = 20;
const FILE = 'countermark-checkpoints.txt';

const w = t.checkpoints;

export function Checkpoints() {
  const query = useInfiniteQuery({
    queryKey: ['audit', 'checkpoints'], initialPageParam: undefined as number | undefined, staleTime: 0,
    queryFn: ({ pageParam }) => api.audit.checkpoints({ before: pageParam, limit: ROWS }),
    // Older ones come before the last that is here; a page that is not full is the last.
    getNextPageParam: ({ results }) => (results.length < ROWS ? undefined : results.at(-1)?.position),
  });
  const columns = useColumns();
  if (query.error && !query.data) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={160} />;
  const rows = query.data.pages.flatMap(({ results }) => results);
  const length = query.data.pages[0]?.length ?? 0;
  if (rows.length === 0) return <Empty icon={<RulesIcon />} title={w.empty} text={w.emptyText(length)} />;
  const keep = () => {
    saveAs(new Blob([`${rows.map(({ text }) => text).join('\n')}\n`], { type: 'text/plain' }), FILE);
    notifyDone(w.kept(rows.length, FILE));
  };
  return (
    <Stack gap="md">
      <div className="cm-table-inside">
        <DataTable caption={w.caption} columns={columns} rows={rows} rowKey={({ position }) => position} />
      </div>
      <ProblemAlert error={query.error} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">{w.covered(rows[0]?.position ?? 0, length)}</Text>
        <Group gap="sm">
          {query.hasNextPage && <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{w.older}</Button>}
          <Button leftSection={<DownloadIcon />} onClick={keep}>{w.keep(rows.length)}</Button>
        </Group>
      </Group>
    </Stack>
  );
}

function useColumns(): Column<Checkpoint>[] {
  const c = w.columns;
  return [
    { key: 'position', header: c.position, isRowHeader: true, cell: ({ position }) => w.upTo(position) },
    {
      key: 'at', header: c.at,
      cell: ({ at }) => <Ago at={at} />,
    },
    { key: 'key', header: c.key, cell: ({ key }) => <code className="cm-mono cm-wrap">{key}</code> },
    { key: 'copy', header: c.copy, isActions: true, cell: (checkpoint) => <CopyLine checkpoint={checkpoint} /> },
  ];
}

function CopyLine({ checkpoint: { position, text } }: { checkpoint: Checkpoint }) {
  const clipboard = useClipboard({ timeout: 2500 });
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" className="cm-quiet-button" aria-label={w.copy(position)} title={w.copy(position)} onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? <CheckIcon /> : <CopyIcon />}
      </ActionIcon>
      <span className="cm-hidden" role="status">{clipboard.copied ? t.common.copiedLive(w.upTo(position)) : ''}</span>
    </>
  );
}
