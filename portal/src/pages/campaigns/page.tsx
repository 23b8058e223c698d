import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Campaign } from '../../api/types';
import { ExportList } from '../../parts/export-list';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { CampaignIcon, PlusIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { CampaignAction, type Action } from './campaign-action';
import { useCampaignColumns } from './campaign-columns';
import { CampaignDialog } from './campaign-dialog';
import { CAMPAIGN_FILE } from './campaign-file';
import { DuplicateDialog } from './duplicate-dialog';

export default function Campaigns() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Campaign | 'new' | null>(null);
  const [duplicating, setDuplicating] = useState<Campaign | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({ filters: ['search', 'is_archived'], sorts: ['name', 'creation_date'], usual: 'name' });
  const list = useQuery({
    queryKey: ['campaigns', 'list', address.params], queryFn: () => api.campaigns.list(address.params), placeholderData: keepPreviousData,
  });
  const columns = useCampaignColumns({ onEdit: setEditing, onDuplicate: setDuplicating, onAction: setAction });
  const done = (words: string) => {
    setEditing(null);
    setDuplicating(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifyDone(words);
  };
  const create = may('campaign_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.campaigns.create}</Button>
  );
  const exportButton = (
    <ExportList
      name="campaigns" columns={CAMPAIGN_FILE} count={list.data?.count}
      list={(page) => api.campaigns.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Page title={t.campaigns.title} lead={t.campaigns.lead} actions={<>{exportButton}{create}</>}>
      <ReadOnly needs={['campaign_create', 'campaign_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}><SearchFilter label={t.campaigns.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.campaigns.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<CampaignIcon />} address={address} words={t.campaigns} needs={['campaign_create']}>{create}</ListEmpty>}
        />
      </div>
      {editing && (
        <CampaignDialog
          campaign={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={({ name }) => done(t.campaigns.saved(name))}
        />
      )}
      {duplicating && (
        <DuplicateDialog
          campaign={duplicating} onClose={() => setDuplicating(null)}
          onSaved={({ name }) => done(t.campaigns.duplicated(name))}
        />
      )}
      {action && <CampaignAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
