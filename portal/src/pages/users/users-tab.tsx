import { Button, Stack } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { MailSent, User } from '../../api/types';
import { ExportList } from '../../parts/export-list';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { PlusIcon, UsersIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { fullName, useMay } from '../../parts/me';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { MailSentDialog } from './mail-sent-dialog';
import { RoleFilter } from './role-filter';
import { UserAction, type Action } from './user-action';
import { useUserColumns } from './user-columns';
import { UserDialog } from './user-dialog';
import { USER_FILE } from './user-file';

export function UsersTab() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const [mailed, setMailed] = useState<{ title: string; sent: MailSent } | null>(null);

  const address = useListAddress({ filters: ['search', 'role', 'is_archived'], sorts: ['name', 'email', 'creation_date'], usual: 'name' });
  const list = useQuery({
    queryKey: ['users', 'list', address.params], queryFn: () => api.users.list(address.params), placeholderData: keepPreviousData,
  });
  const columns = useUserColumns({ onEdit: setEditing, onAction: setAction });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['users'] });

  const create = may('user_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.users.create}</Button>
  );
  const exportButton = (
    <ExportList
      name="users" columns={USER_FILE} count={list.data?.count}
      list={(page) => api.users.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Stack gap="lg">
      <ReadOnly needs={['user_create', 'user_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters actions={<>{exportButton}{create}</>} address={address}>
          <SearchFilter label={t.users.search} />
          <RoleFilter />
          <ArchivedFilter />
        </Filters>
        <ListView
          query={list} caption={t.users.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<UsersIcon />} address={address} words={t.users} needs={['user_create']} />}
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
    </Stack>
  );
}
