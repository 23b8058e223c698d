// What was loaded onto codes: every upload and edit, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Given } from '../../api/query-address';
import { periodIn } from '../../parts/day-filter';
import { ExportList } from '../../parts/export-list';
import { useHashQuery } from '../../parts/hash-location';
import { SupplyIcon, UploadIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { t } from '../../text';
import { TASK_FILE } from './task-file';
import { useTaskColumns } from './task-columns';
import { TaskDialog } from './task-dialog';
import { TaskFilters } from './task-filters';

/** How often a list is asked again in which something is still going on. */
const AGAIN = 5_000;

const FILTERS = ['state', 'source', 'created_by', 'from', 'to'];

const asked = ({ from, to, ...others }: Given): Given => ({ ...others, created_at: periodIn(from, to) });

export default function SupplyChain() {
  const may = useMay();
  const [query, change] = useHashQuery();
  const address = useListAddress({ filters: FILTERS, sorts: ['created_at'], usual: '-created_at' });
  const params = asked(address.params);
  const list = useQuery({
    queryKey: ['scm', 'tasks', params], queryFn: () => api.scm.tasks(params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(({ completed_at: end }) => !end) ? AGAIN : false),
  });
  const columns = useTaskColumns();
  const task = query.get('task');
  const upload = may('scm_bulk_edit') && (
    <Button component={Link} href="/supply-chain/import" leftSection={<UploadIcon />}>{t.scm.upload}</Button>
  );
  const exportButton = (
    <ExportList
      name="code-transactions" columns={TASK_FILE} count={list.data?.count}
      list={(page) => api.scm.tasks({ ...asked(address.filter), ...page })}
    />
  );
  return (
    <Page title={t.scm.title} lead={t.scm.lead} actions={<>{exportButton}{upload}</>}>
      <div className="cm-panel">
        <TaskFilters address={address} />
        <ListView
          query={list} caption={t.scm.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<SupplyIcon />} address={address} words={t.scm} needs={['scm_bulk_edit']}>{upload}</ListEmpty>}
        />
      </div>
      {task && <TaskDialog key={task} id={task} onClose={() => change({ task: null })} />}
    </Page>
  );
}
