import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { ActivityIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { t } from '../../text';
import { ActivityFilters } from './activity-filters';
import { Changes } from './changes';
import { useActivityColumns } from './activity-columns';

export default function Activity() {
  const [query] = useHashQuery();
  const [open, setOpen] = useState<number | null>(null);
  const filter = {
    action: query.get('action') ?? undefined, user: query.get('user') ?? undefined,
    object_type: query.get('object_type') ?? undefined, object_id: query.get('object_id') ?? undefined,
  };
  const params = { ...filter, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['audit', params], queryFn: () => api.audit(params), placeholderData: keepPreviousData, staleTime: 0,
  });
  const columns = useActivityColumns({ open, onToggle: (id) => setOpen(open === id ? null : id) });
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <Page title={t.activity.title} lead={t.activity.lead}>
      <div className="cm-panel">
        <ActivityFilters />
        <ListView
          query={list} caption={t.activity.caption} columns={columns} rowKey={({ id }) => id}
          detail={(entry) => open === entry.id && <Changes entry={entry} />}
          empty={isFiltered ? <Empty icon={<ActivityIcon />} title={t.common.nothingMatches} />
            : <Empty icon={<ActivityIcon />} title={t.activity.empty} text={t.activity.emptyText} />}
        />
      </div>
    </Page>
  );
}
