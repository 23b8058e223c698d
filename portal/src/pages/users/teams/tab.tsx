import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { Team } from '../../../api/types';
import { Empty } from '../../../parts/empty';
import { Filters, SearchFilter } from '../../../parts/filters';
import { useHashQuery } from '../../../parts/hash-location';
import { PlusIcon, UsersIcon } from '../../../parts/icons';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { positionIn } from '../../../parts/paging';
import { notifyDone } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { RemoveTeam } from './remove-team';
import { useTeamColumns } from './team-columns';
import { TeamDialog } from './team-dialog';

export function TeamsTab() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);

  const params = { search: query.get('search') ?? undefined, ordering: 'name', ...positionIn(query) };
  const list = useQuery({ queryKey: ['teams', 'list', params], queryFn: () => api.teams.list(params), placeholderData: keepPreviousData });
  const columns = useTeamColumns({ onEdit: setEditing, onRemove: setRemoving });
  const done = (words: string) => {
    setEditing(null);
    setRemoving(null);
    void queries.invalidateQueries({ queryKey: ['teams'] });
    // Who sees a campaign stands with the campaign, too.
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifyDone(words);
  };
  const create = may('team_edit') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.teams.create}</Button>
  );
  return (
    <>
      <div className="cm-panel">
        <Filters actions={create}><SearchFilter label={t.teams.search} /></Filters>
        <ListView
          query={list} caption={t.teams.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search ? <Empty icon={<UsersIcon />} title={t.common.nothingMatches} />
            : <Empty icon={<UsersIcon />} title={t.teams.empty} text={create ? t.teams.emptyText : t.teams.emptyTextOther} />}
        />
      </div>
      {editing && (
        <TeamDialog
          team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSaved={({ name }) => done(t.teams.saved(name))}
        />
      )}
      {removing && <RemoveTeam team={removing} onDone={done} onClose={() => setRemoving(null)} />}
    </>
  );
}
