import { Button, Stack } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { Team } from '../../../api/types';
import { ExportList } from '../../../parts/export-list';
import { Filters, SearchFilter } from '../../../parts/filters';
import { PlusIcon, UsersIcon } from '../../../parts/icons';
import { useListAddress } from '../../../parts/list-address';
import { ListEmpty } from '../../../parts/list-empty';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { notifyDone } from '../../../parts/problem-alert';
import { ReadOnly } from '../../../parts/read-only';
import { t } from '../../../text';
import { RemoveTeam } from './remove-team';
import { useTeamColumns } from './team-columns';
import { TeamDialog } from './team-dialog';
import { TEAM_FILE } from './team-file';

export function TeamsTab() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);

  const address = useListAddress({ filters: ['search'], sorts: ['name', 'creation_date'], usual: 'name' });
  const list = useQuery({ queryKey: ['teams', 'list', address.params], queryFn: () => api.teams.list(address.params), placeholderData: keepPreviousData });
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
  const exportButton = (
    <ExportList
      name="teams" columns={TEAM_FILE} count={list.data?.count}
      list={(page) => api.teams.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Stack gap="lg">
      <ReadOnly needs={['team_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters actions={<>{exportButton}{create}</>} address={address}><SearchFilter label={t.teams.search} /></Filters>
        <ListView
          query={list} caption={t.teams.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<UsersIcon />} address={address} words={t.teams} needs={['team_edit']} />}
        />
      </div>
      {editing && (
        <TeamDialog
          team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSaved={({ name }) => done(t.teams.saved(name))}
        />
      )}
      {removing && <RemoveTeam team={removing} onDone={done} onClose={() => setRemoving(null)} />}
    </Stack>
  );
}
