// What was loaded onto codes: every upload and edit, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { periodIn } from '../../parts/day-filter';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { SupplyIcon, UploadIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn, START } from '../../parts/paging';
import { t } from '../../text';
import { useTaskColumns } from './task-columns';
import { TaskDialog } from './task-dialog';
import { TaskFilters } from './task-filters';

/** How often a list is asked again in which something is still going on. */
const AGAIN = 5_000;

const FILTERS = ['state', 'source', 'created_by', 'from', 'to'];

export default function SupplyChain() {
  const may = useMay();
  const [query, change] = useHashQuery();
  const isFiltered = FILTERS.some((name) => query.has(name));
  const value = (name: string) => query.get(name) ?? undefined;
  const filter = { state: value('state'), source: value('source'), created_by: value('created_by'), created_at: periodIn(query) };
  const params = { ...filter, ordering: '-created_at', ...positionIn(query) };
  const list = useQuery({
    queryKey: ['scm', 'tasks', params], queryFn: () => api.scm.tasks(params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(({ completed_at: end }) => !end) ? AGAIN : false),
  });
  const columns = useTaskColumns();
  const clear = () => change({ ...START, ...Object.fromEntries(FILTERS.map((name) => [name, null])) });
  const task = value('task');
  const upload = may('scm_bulk_edit') && (
    <Button component={Link} href="/supply-chain/import" leftSection={<UploadIcon />}>{t.scm.upload}</Button>
  );
  return (
    <Page title={t.scm.title} lead={t.scm.lead} actions={upload}>
      <div className="cm-panel">
        <TaskFilters onClear={isFiltered ? clear : undefined} />
        <ListView
          query={list} caption={t.scm.caption} columns={columns} rowKey={({ id }) => id}
          empty={isFiltered ? <Empty icon={<SupplyIcon />} title={t.common.nothingMatches} />
            : <Empty icon={<SupplyIcon />} title={t.scm.empty} text={t.scm.emptyText}>{upload}</Empty>}
        />
      </div>
      {task && <TaskDialog key={task} id={task} onClose={() => change({ task: null })} />}
    </Page>
  );
}
