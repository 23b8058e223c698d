// A page of scans. The API knows the next page and neither the number of pages nor the one before,
// which is behind the browser's own button.

import { Button, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Scan, ScanPage } from '../../api/types';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { ChevronRightIcon, ScanIcon } from '../../parts/icons';
import { positionOf, START } from '../../parts/paging';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { useScanColumns } from './scan-columns';

interface Props { query: UseQueryResult<ScanPage>; isFiltered: boolean; onOpen: (scan: Scan) => void }

export function ScanList({ query: { data, error, isPlaceholderData, refetch }, isFiltered, onOpen }: Props) {
  const [query, change] = useHashQuery();
  const columns = useScanColumns(onOpen);
  if (error) return <div className="cm-pad"><ProblemAlert error={error} onRetry={() => void refetch()} /></div>;
  const isEmpty = data?.results.length === 0;
  if (data && isEmpty && !data.next && !query.has('cursor')) return <Nothing isFiltered={isFiltered} />;
  return (
    <>
      {data && isEmpty
        ? <Empty icon={<ScanIcon />} title={t.scans.emptyPage} text={data.next ? t.scans.emptyPageText : t.scans.last} />
        : <DataTable caption={t.scans.caption} columns={columns} rows={data?.results} rowKey={({ scan }) => scan.uuid} isStale={isPlaceholderData} />}
      {data && (
        <Group component="nav" justify="space-between" className="cm-pager" aria-label={t.common.pages}>
          <Text size="sm" c="dimmed" role="status">{[t.scans.onPage(data.results.length), !data.next && query.has('cursor') && t.scans.last].filter(Boolean).join('. ')}</Text>
          <Group gap="xs">
            {query.has('cursor') && <Button size="xs" variant="default" onClick={() => go(null)}>{t.scans.toFirst}</Button>}
            {data.next && <Button size="xs" variant="default" rightSection={<ChevronRightIcon size={16} />} onClick={() => go(data.next)}>{t.scans.toNext}</Button>}
          </Group>
        </Group>
      )}
    </>
  );

  function go(link: string | null | undefined) {
    change(link ? positionOf(link) : START, { replace: false });
    window.scrollTo({ top: 0 });
  }
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const [query, change] = useHashQuery();
  if (isFiltered) return <Empty icon={<ScanIcon />} title={t.common.nothingMatches} />;
  return (
    <Empty icon={<ScanIcon />} title={t.scans.empty} text={t.scans.emptyText}>
      {query.get('timeframe') !== '1y' && (
        <Button variant="default" onClick={() => change({ timeframe: '1y', date_from: null, date_to: null })}>{t.scans.longer}</Button>
      )}
    </Empty>
  );
}
