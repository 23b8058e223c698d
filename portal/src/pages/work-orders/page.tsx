// Every order of codes, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ArchivedFilter, ChoiceFilter, Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { OrderIcon, PlusIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { EditOrder } from './edit-order';
import { NewOrder } from './new-order';
import { OrderAction, type Action } from './order-action';
import { useOrderColumns } from './order-columns';
import { AGAIN, isUnderWay } from './order-state';
import { Room } from './room';
import { Tidying } from './tidying';

export default function WorkOrders() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [isNew, setNew] = useState(false);
  const [editing, setEditing] = useState<WorkOrder | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const params = {
    search: query.get('search') ?? undefined, state: query.get('state') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: '-creation_date', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['work-orders', 'list', params], queryFn: () => api.workOrders.list(params), placeholderData: keepPreviousData,
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

  return (
    <Room lead={t.workOrders.lead} actions={create}>
      <Tidying />
      <div className="cm-panel">
        <Filters>
          <SearchFilter label={t.workOrders.search} />
          <ChoiceFilter name="state" label={t.workOrders.columns.state} all={t.workOrders.allStates} choices={Object.entries(t.workOrders.filters)} />
          <ArchivedFilter />
        </Filters>
        <ListView
          query={list} caption={t.workOrders.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search || params.state ? <Empty icon={<OrderIcon />} title={t.common.nothingMatches} />
            : params.is_archived ? <Empty icon={<OrderIcon />} title={t.workOrders.emptyArchived} />
              : <Empty icon={<OrderIcon />} title={t.workOrders.empty} text={t.workOrders.emptyText}>{create}</Empty>}
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
