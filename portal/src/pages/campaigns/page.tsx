import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Campaign } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { CampaignIcon, PlusIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { CampaignAction, type Action } from './campaign-action';
import { useCampaignColumns } from './campaign-columns';
import { CampaignDialog } from './campaign-dialog';
import { DuplicateDialog } from './duplicate-dialog';

export default function Campaigns() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Campaign | 'new' | null>(null);
  const [duplicating, setDuplicating] = useState<Campaign | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const params = {
    search: query.get('search') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: 'name', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['campaigns', 'list', params], queryFn: () => api.campaigns.list(params), placeholderData: keepPreviousData,
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

  return (
    <Page title={t.campaigns.title} lead={t.campaigns.lead} actions={create}>
      <div className="cm-panel">
        <Filters><SearchFilter label={t.campaigns.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.campaigns.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search ? <Empty icon={<CampaignIcon />} title={t.common.nothingMatches} />
            : params.is_archived ? <Empty icon={<CampaignIcon />} title={t.campaigns.emptyArchived} />
              : <Empty icon={<CampaignIcon />} title={t.campaigns.empty} text={t.campaigns.emptyText}>{create}</Empty>}
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
