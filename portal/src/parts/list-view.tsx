// A list from the API with everything that can happen to it: loading, empty, wrong, paged.

import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import type { Page } from '../api/types';
import { DataTable, type Column } from './data-table';
import { useHashQuery } from './hash-location';
import type { Ordering } from './list-address';
import { Pager } from './pager';
import { lastPageOf, type Position } from './paging';
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
      {data && <UrlPager page={data} />}
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

function UrlPager({ page }: { page: Page<unknown> }) {
  const [query, change] = useHashQuery();
  const go = (position: Position) => {
    change(position, { replace: false });
    window.scrollTo({ top: 0 });
  };
  return <Pager page={page} from={Number(query.get('offset') ?? 0)} onGo={go} />;
}
