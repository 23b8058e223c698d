// A list from the API with everything that can happen to it: loading, empty, wrong, paged.

import { ActionIcon, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import type { Page } from '../api/types';
import { t } from '../text';
import { DataTable, type Column } from './data-table';
import { useHashQuery } from './hash-location';
import { ChevronLeftIcon, ChevronRightIcon } from './icons';
import type { Ordering } from './list-address';
import { lastPageOf, positionOf } from './paging';
import { ProblemAlert } from './problem-alert';
import { SortSelect } from './sort-select';

interface Props<Row> {
  query: UseQueryResult<Page<Row>>;
  caption: string;
  columns: Column<Row>[];
  rowKey: (row: Row) => string | number;
  detail?: (row: Row) => ReactNode;
  empty: ReactNode;
  /** The order it is in, where it can have another one. */
  ordering?: Ordering;
}

export function ListView<Row>({ query, caption, columns, rowKey, detail, empty, ordering }: Props<Row>) {
  const { data, error, isPlaceholderData, refetch } = query;
  useNoEmptyPage(isPlaceholderData ? undefined : data);
  if (error && !data) {
    return <div className="cm-pad"><ProblemAlert error={error} onRetry={() => void refetch()} /></div>;
  }
  if (data?.results.length === 0 && !data.previous) return empty;
  return (
    <>
      {ordering && <SortSelect {...{ columns, ordering }} />}
      <DataTable
        {...{ caption, columns, rowKey, detail, ordering }} isStale={isPlaceholderData}
        // An empty page has gone by the time that the next one is there.
        rows={data?.results.length === 0 ? undefined : data?.results}
      />
      {data && <Pager page={data} />}
    </>
  );
}

/** Behind the end, as where the last row of the last page was archived, there is nothing to see: back to where there is. */
function useNoEmptyPage(page: Page<unknown> | undefined) {
  const [, change] = useHashQuery();
  const isBehind = page?.results.length === 0 && Boolean(page.previous);
  useEffect(() => {
    if (page && isBehind) change(lastPageOf(page));
  }, [page, isBehind, change]);
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
