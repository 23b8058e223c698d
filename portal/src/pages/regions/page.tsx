import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Region } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { GlobeIcon, PlusIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { RegionAction, type Action } from './region-action';
import { useRegionColumns } from './region-columns';
import { RegionDialog } from './region-dialog';

export default function Regions() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Region | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const params = {
    search: query.get('search') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: 'name', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['regions', 'list', params], queryFn: () => api.regions.list(params), placeholderData: keepPreviousData,
  });
  const columns = useRegionColumns({ onEdit: setEditing, onAction: setAction });
  const done = (words: string) => {
    setEditing(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['regions'] });
    notifyDone(words);
  };
  const create = may('region_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.regions.create}</Button>
  );

  return (
    <Page title={t.regions.title} lead={t.regions.lead} actions={create}>
      <div className="cm-panel">
        <Filters><SearchFilter label={t.regions.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.regions.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search ? <Empty icon={<GlobeIcon />} title={t.common.nothingMatches} />
            : params.is_archived ? <Empty icon={<GlobeIcon />} title={t.regions.emptyArchived} />
              : <Empty icon={<GlobeIcon />} title={t.regions.empty} text={t.regions.emptyText}>{create}</Empty>}
        />
      </div>
      {editing && (
        <RegionDialog
          region={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={({ name }) => done(t.regions.saved(name))}
        />
      )}
      {action && <RegionAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
