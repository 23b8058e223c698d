// Every order of codes, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { AGAIN } from '../../parts/again';
import { ExportList } from '../../parts/export-list';
import { ArchivedFilter, ChoiceFilter, Filters, SearchFilter } from '../../parts/filters';
import { OrderIcon, PlusIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { EditOrder } from './edit-order';
import { NewOrder } from './new-order';
import { OrderAction, type Action } from './order-action';
import { useOrderColumns } from './order-columns';
import { ORDER_FILE } from './order-file';
import { isUnderWay } from './order-state';
import { Room } from './room';
import { Tidying } from './tidying';

export default function WorkOrders() {
  const may = useMay();
  const queries = useQueryClient();
  const [isNew, setNew] = useState(false);
  const [editing, setEditing] = useState<WorkOrder | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({
    filters: ['search', 'state', 'is_archived'], sorts: ['reference', 'creation_date'], usual: '-creation_date',
  });
  const list = useQuery({
    queryKey: ['work-orders', 'list', address.params], queryFn: () => api.workOrders.list(address.params), placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.results.some(isUnderWay) ? AGAIN : false),
  });
  const columns = useOrderColumns({ onEdit: setEditing, onAction: setAction });
  const done = (words: string) => {
    setNew(false);
    setEditing(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['work-orders'] });
    void queries.invalidateQueries({ queryKey: ['jobs', 'orders'] });
    notifyDone(words);
  };
  const create = may('workorder_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setNew(true)}>{t.workOrders.create}</Button>
  );
  const exportButton = (
    <ExportList
      name="work-orders" columns={ORDER_FILE} count={list.data?.count}
      list={(page) => api.workOrders.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Room lead={t.workOrders.lead} actions={<>{exportButton}{create}</>}>
      <Tidying />
      <ReadOnly needs={['workorder_create', 'workorder_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}>
          <SearchFilter label={t.workOrders.search} />
          <ChoiceFilter name="state" label={t.workOrders.columns.state} all={t.workOrders.allStates} choices={Object.entries(t.workOrders.filters)} />
          <ArchivedFilter />
        </Filters>
        <ListView
          query={list} caption={t.workOrders.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<OrderIcon />} address={address} words={t.workOrders} needs={['workorder_create']}>{create}</ListEmpty>}
        />
      </div>
      {isNew && <NewOrder onSaved={({ reference }) => done(t.workOrders.ordered(reference))} onClose={() => setNew(false)} />}
      {editing && (
        <EditOrder order={editing} onSaved={({ reference }) => done(t.workOrders.saved(reference))} onClose={() => setEditing(null)} />
      )}
      {action && <OrderAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Room>
  );
}
