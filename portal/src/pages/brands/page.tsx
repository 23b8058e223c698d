import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Brand } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { PlusIcon, TagIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { BrandAction, type Action } from './brand-action';
import { useBrandColumns } from './brand-columns';
import { BrandDialog } from './brand-dialog';

export default function Brands() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Brand | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const params = {
    search: query.get('search') ?? undefined, is_archived: query.get('is_archived') ?? undefined, ordering: 'name', ...positionIn(query),
  };
  const list = useQuery({
    queryKey: ['brands', 'list', params], queryFn: () => api.brands.list(params), placeholderData: keepPreviousData,
  });
  const columns = useBrandColumns({ onEdit: setEditing, onAction: setAction });
  const done = (words: string) => {
    setEditing(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['brands'] });
    notifyDone(words);
  };
  const create = may('brand_create') && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.brands.create}</Button>
  );

  return (
    <Page title={t.brands.title} lead={t.brands.lead} actions={create}>
      <div className="cm-panel">
        <Filters><SearchFilter label={t.brands.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.brands.caption} columns={columns} rowKey={({ id }) => id}
          empty={params.search ? <Empty icon={<TagIcon />} title={t.common.nothingMatches} />
            : params.is_archived ? <Empty icon={<TagIcon />} title={t.brands.emptyArchived} />
              : <Empty icon={<TagIcon />} title={t.brands.empty} text={t.brands.emptyText}>{create}</Empty>}
        />
      </div>
      {editing && (
        <BrandDialog
          brand={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={({ name }) => done(t.brands.saved(name))}
        />
      )}
      {action && <BrandAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
