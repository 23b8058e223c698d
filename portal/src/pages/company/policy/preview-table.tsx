// The tokens that would notice a change, page by page. The first page came with the preview.

import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { PolicyChange, PolicyPreview } from '../../../api/types';
import { DataTable } from '../../../parts/data-table';
import { Pager } from '../../../parts/pager';
import { pageAt } from '../../../parts/paging';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { previewColumns } from './preview-columns';

const ROWS = 20;

export function PreviewTable({ change, preview }: { change: PolicyChange; preview: PolicyPreview }) {
  const [offset, setOffset] = useState(0);
  const page = useQuery({
    queryKey: ['policy', 'preview', change, offset], queryFn: () => api.policy.preview(change, { limit: ROWS, offset }),
    enabled: offset > 0, placeholderData: keepPreviousData, gcTime: 0,
  });
  if (page.error) return <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />;
  const isFirst = offset === 0;
  const results = (isFirst ? preview : page.data ?? preview).results.slice(0, ROWS);
  return (
    <div className="cm-policy-table">
      <DataTable
        caption={t.policy.caption} columns={previewColumns()} rows={results} rowKey={({ id }) => id}
        isStale={!isFirst && (page.isPending || page.isPlaceholderData)}
      />
      {preview.count > ROWS && (
        <Pager page={pageAt(results, offset, preview.count, ROWS)} from={offset} onGo={({ offset: next }) => setOffset(Number(next ?? 0))} />
      )}
    </div>
  );
}
