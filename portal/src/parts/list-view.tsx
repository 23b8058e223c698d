// A list from the API with everything that can happen to it: loading, empty, wrong, paged.

import { ActionIcon, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page } from '../api/types';
import { t } from '../text';
import { DataTable, type Column } from './data-table';
import { useHashQuery } from './hash-location';
import { ChevronLeftIcon, ChevronRightIcon } from './icons';
import { positionOf } from './paging';
import { ProblemAlert } from './problem-alert';

interface Props<Row> {
  query: UseQueryResult<Page<Row>>;
  caption: string;
  columns: Column<Row>[];
  rowKey: (row: Row) => string | number;
  detail?: (row: Row) => ReactNode;
  empty: ReactNode;
}

export function ListView<Row>({ query, caption, columns, rowKey, detail, empty }: Props<Row>) {
  const { data, error, isPlaceholderData, refetch } = query;
  if (error && !data) {
    return <div className="cm-pad"><ProblemAlert error={error} onRetry={() => void refetch()} /></div>;
  }
  if (data?.results.length === 0 && !data.previous) return empty;
  return (
    <>
      <DataTable {...{ caption, columns, rowKey, detail }} rows={data?.results} isStale={isPlaceholderData} />
      {data && <Pager page={data} />}
    </>
  );
}

function Pager({ page }: { page: Page<unknown> }) {
  const [query, change] = useHashQuery();
  const from = Number(query.get('offset') ?? 0);
  const go = (link: string | null | undefined) => {
    change(positionOf(link), { replace: false });
    window.scrollTo({ top: 0 });
  };
  return (
    <Group component="nav" justify="space-between" px="lg" py="sm" className="cm-pager" aria-label={t.common.pages}>
      <Text size="sm" c="dimmed" role="status">
        {t.common.paging(Math.min(from + 1, page.count), from + page.results.length, page.count)}
      </Text>
      {(page.next || page.previous) && (
        <Group gap="xs">
          <ActionIcon
            variant="default" size="lg" aria-label={t.common.previousPage}
            disabled={!page.previous} onClick={() => go(page.previous)}
          >
            <ChevronLeftIcon />
          </ActionIcon>
          <ActionIcon
            variant="default" size="lg" aria-label={t.common.nextPage}
            disabled={!page.next} onClick={() => go(page.next)}
          >
            <ChevronRightIcon />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}
