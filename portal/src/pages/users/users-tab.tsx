import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { MailSent, User } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { PlusIcon, UsersIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { fullName, useMay } from '../../parts/me';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { MailSentDialog } from './mail-sent-dialog';
import { UserAction, type Action } from './user-action';
import { useUserColumns } from './user-columns';
import { UserDialog } from './user-dialog';

export function UsersTab() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const [mailed, setMailed] = useState<{ title: string; sent: MailSent } | null>(null);

  const params = {
    search: query.get('search') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: 'name', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['users', 'list', params], queryFn: () => api.users.list(params), placeholderData: keepPreviousData,
  });
  const columns = useUserColumns({ onEdit: setEditing, onAction: setAction });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['users'] });

  const create = may('user_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.users.create}</Button>
  );

  return (
    <>
      <div className="cm-panel">
        <Filters actions={create}><SearchFilter label={t.users.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.users.caption} columns={columns} rowKey={({ id }) => id}
          empty={<Empty icon={<UsersIcon />} title={params.search ? t.common.nothingMatches : t.users.empty} />}
        />
      </div>
      {editing && (
        <UserDialog
          user={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={(user, invitation) => {
            setEditing(null);
            refresh();
            if (invitation) setMailed({ title: t.users.invitation, sent: invitation });
            else notifyDone(t.users.saved(fullName(user)));
          }}
        />
      )}
      {action && (
        <UserAction
          action={action} onClose={() => setAction(null)}
          onDone={(sent) => {
            setAction(null);
            refresh();
            if (sent) setMailed({ title: action.kind === 'reset' ? t.users.resetSent : t.users.invitation, sent });
          }}
        />
      )}
      {mailed && <MailSentDialog {...mailed} onClose={() => setMailed(null)} />}
    </>
  );
}
