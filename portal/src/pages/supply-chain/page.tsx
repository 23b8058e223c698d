// What was loaded onto codes: every upload and edit, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { SupplyIcon, UploadIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { t } from '../../text';
import { TaskFilters } from './task-filters';
import { useTaskColumns } from './task-columns';

/** How often a list is asked again in which something is still going on. */
const AGAIN = 5_000;

export default function SupplyChain() {
  const may = useMay();
  const [query] = useHashQuery();
  const filter = { state: query.get('state') ?? undefined, source: query.get('source') ?? undefined };
  const params = { ...filter, ordering: '-created_at', ...positionIn(query) };
  const list = useQuery({
    queryKey: ['scm', 'tasks', params], queryFn: () => api.scm.tasks(params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(({ completed_at: end }) => !end) ? AGAIN : false),
  });
  const columns = useTaskColumns();
  const upload = may('scm_bulk_edit') && (
    <Button component={Link} href="/supply-chain/import" leftSection={<UploadIcon />}>{t.scm.upload}</Button>
  );
  return (
    <Page title={t.scm.title} lead={t.scm.lead} actions={upload}>
      <div className="cm-panel">
        <TaskFilters />
        <ListView
          query={list} caption={t.scm.caption} columns={columns} rowKey={({ id }) => id}
          empty={filter.state || filter.source ? <Empty icon={<SupplyIcon />} title={t.common.nothingMatches} />
            : <Empty icon={<SupplyIcon />} title={t.scm.empty} text={t.scm.emptyText}>{upload}</Empty>}
        />
      </div>
    </Page>
  );
}
