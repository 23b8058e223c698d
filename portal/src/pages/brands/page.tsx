import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Brand } from '../../api/types';
import { ExportList } from '../../parts/export-list';
import { ArchivedFilter, Filters, SearchFilter } from '../../parts/filters';
import { PlusIcon, TagIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { BrandAction, type Action } from './brand-action';
import { useBrandColumns } from './brand-columns';
import { BrandDialog } from './brand-dialog';
import { BRAND_FILE } from './brand-file';

export default function Brands() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Brand | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({ filters: ['search', 'is_archived'], sorts: ['name', 'creation_date'], usual: 'name' });
  const list = useQuery({
    queryKey: ['brands', 'list', address.params], queryFn: () => api.brands.list(address.params), placeholderData: keepPreviousData,
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
  const exportButton = (
    <ExportList
      name="brands" columns={BRAND_FILE} count={list.data?.count}
      list={(page) => api.brands.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Page title={t.brands.title} lead={t.brands.lead} actions={<>{exportButton}{create}</>}>
      <ReadOnly needs={['brand_create', 'brand_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}><SearchFilter label={t.brands.search} /><ArchivedFilter /></Filters>
        <ListView
          query={list} caption={t.brands.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<TagIcon />} address={address} words={t.brands} needs={['brand_create']}>{create}</ListEmpty>}
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
