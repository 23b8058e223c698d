import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { ActivityIcon } from '../../parts/icons';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { t } from '../../text';
import { ActivityFilters } from './activity-filters';
import { Changes } from './changes';
import { CheckTheLog } from './check';
import { ExportButtons } from './export-buttons';
import { Room } from './room';
import { useActivityColumns } from './activity-columns';
import { useActivityFilter } from './use-activity-filter';
import { useSettled } from './use-settled';

export default function Activity() {
  const [open, setOpen] = useState<number | null>(null);
  const { filter, ordering, position, isFiltered, clear } = useActivityFilter();
  const params = useSettled({ ...filter, ordering: ordering?.by, ...position });
  const list = useQuery({
    queryKey: ['audit', params], queryFn: () => api.audit.list(params), placeholderData: keepPreviousData, staleTime: 0,
  });
  const columns = useActivityColumns({ open, onToggle: (id) => setOpen(open === id ? null : id) });
  return (
    <Room lead={t.activity.lead} actions={<ExportButtons filter={filter} />}>
      <CheckTheLog />
      <div className="cm-panel">
        <ActivityFilters address={{ isFiltered, clear }} />
        <ListView
          query={list} caption={t.activity.caption} columns={columns} rowKey={({ id }) => id}
          detail={(entry) => open === entry.id && <Changes entry={entry} />}
          ordering={ordering}
          empty={<ListEmpty icon={<ActivityIcon />} address={{ isFiltered, clear }} words={t.entries} />}
        />
      </div>
    </Room>
  );
}
