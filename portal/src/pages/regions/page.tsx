import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Region } from '../../api/types';
import { ExportList } from '../../parts/export-list';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { GlobeIcon, PlusIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { RegionAction, type Action } from './region-action';
import { useRegionColumns } from './region-columns';
import { RegionDialog } from './region-dialog';
import { REGION_FILE } from './region-file';

export default function Regions() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Region | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({ filters: ['search', 'is_archived'], sorts: ['name', 'creation_date'], usual: 'name' });
  const list = useQuery({
    queryKey: ['regions', 'list', address.params], queryFn: () => api.regions.list(address.params), placeholderData: keepPreviousData,
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
  const exportButton = (
    <ExportList
      name="regions" columns={REGION_FILE} count={list.data?.count}
      list={(page) => api.regions.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Page title={t.regions.title} lead={t.regions.lead} actions={<>{exportButton}{create}</>}>
      <ReadOnly needs={['region_create', 'region_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}><SearchFilter label={t.regions.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.regions.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<GlobeIcon />} address={address} words={t.regions} needs={['region_create']}>{create}</ListEmpty>}
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
