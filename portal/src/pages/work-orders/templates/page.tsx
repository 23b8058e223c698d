// Templates of orders and of uploads of own codes.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { Template } from '../../../api/types';
import { Empty } from '../../../parts/empty';
import { ArchivedFilter, Filters, SearchFilter } from '../../../parts/filters';
import { useHashQuery } from '../../../parts/hash-location';
import { PlusIcon, TemplateIcon } from '../../../parts/icons';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { positionIn } from '../../../parts/paging';
import { notifyDone } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Room } from '../room';
import { TemplateAction, type Action } from './template-action';
import { useTemplateColumns } from './template-columns';
import { TemplateDialog } from './template-dialog';

export default function Templates() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Template | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const params = {
    search: query.get('search') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: 'name', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['templates', 'list', params], queryFn: () => api.templates.list(params), placeholderData: keepPreviousData,
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

  return (
    <Room lead={words.lead} actions={create}>
      <div className="cm-panel">
        <Filters><SearchFilter label={words.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={words.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search ? <Empty icon={<TemplateIcon />} title={t.common.nothingMatches} />
            : params.is_archived ? <Empty icon={<TemplateIcon />} title={words.emptyArchived} />
              : <Empty icon={<TemplateIcon />} title={words.empty} text={words.emptyText}>{create}</Empty>}
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
