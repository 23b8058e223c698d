// Templates of orders and of uploads of own codes.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { Template } from '../../../api/types';
import { ExportList } from '../../../parts/export-list';
import { ArchivedFilter, Filters, SearchFilter } from '../../../parts/filters';
import { PlusIcon, TemplateIcon } from '../../../parts/icons';
import { useListAddress } from '../../../parts/list-address';
import { ListEmpty } from '../../../parts/list-empty';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { notifyDone } from '../../../parts/problem-alert';
import { ReadOnly } from '../../../parts/read-only';
import { t } from '../../../text';
import { Room } from '../room';
import { TemplateAction, type Action } from './template-action';
import { useTemplateColumns } from './template-columns';
import { TemplateDialog } from './template-dialog';
import { TEMPLATE_FILE } from './template-file';

export default function Templates() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Template | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({ filters: ['search', 'is_archived'], sorts: ['name', 'creation_date'], usual: 'name' });
  const list = useQuery({
    queryKey: ['templates', 'list', address.params], queryFn: () => api.templates.list(address.params), placeholderData: keepPreviousData,
  });
  const columns = useTemplateColumns({ onEdit: setEditing, onAction: setAction });
  const done = (words: string) => {
    setEditing(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['templates'] });
    notifyDone(words);
  };
  const words = t.workOrders.templates;
  const create = may('workorder_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{words.create}</Button>
  );
  const exportButton = (
    <ExportList
      name="templates" columns={TEMPLATE_FILE} count={list.data?.count}
      list={(page) => api.templates.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Room lead={words.lead} actions={<>{exportButton}{create}</>}>
      <ReadOnly needs={['workorder_create', 'workorder_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}><SearchFilter label={words.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={words.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<TemplateIcon />} address={address} words={words} needs={['workorder_create']}>{create}</ListEmpty>}
        />
      </div>
      {editing && (
        <TemplateDialog
          template={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSaved={({ name }) => done(words.saved(name))}
        />
      )}
      {action && <TemplateAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Room>
  );
}
