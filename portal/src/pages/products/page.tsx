import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { ExportButton } from '../../parts/export-button';
import { BoxIcon, PlusIcon, UploadIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { notifyDone } from '../../parts/problem-alert';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { ProductAction, type Action } from './product-action';
import { useProductColumns } from './product-columns';
import { ProductDialog } from './product-dialog';
import { ProductFilters } from './product-filters';

export default function Products() {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Product | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const address = useListAddress({
    filters: ['search', 'brand', 'campaign', 'is_archived'], sorts: ['name', 'sku', 'creation_date'], usual: '-creation_date',
  });
  const list = useQuery({
    queryKey: ['products', 'list', address.params], queryFn: () => api.products.list(address.params), placeholderData: keepPreviousData,
  });
  const columns = useProductColumns({ onEdit: setEditing, onAction: setAction });
  const done = (words: string) => {
    setEditing(null);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['products'] });
    void queries.invalidateQueries({ queryKey: ['brands'] });
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifyDone(words);
  };
  const canCreate = may('product_create');
  const exportButton = (
    <ExportButton
      label={t.products.export} name="products.csv" done={t.products.exported} isDisabled={list.data?.count === 0}
      load={() => api.products.export(address.filter)}
    />
  );
  const importButton = canCreate && (
    <Button component={Link} href="/products/import" variant="default" leftSection={<UploadIcon />}>{t.products.import}</Button>
  );
  const createButton = canCreate && (
    <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{t.products.create}</Button>
  );

  return (
    <Page
      title={t.products.title} lead={t.products.lead}
      actions={<>{exportButton}{importButton}{createButton}</>}
    >
      <ReadOnly needs={['product_create', 'product_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <ProductFilters address={address} />
        <ListView
          query={list} caption={t.products.caption} columns={columns} rowKey={({ id }) => id}
          ordering={address.ordering}
          empty={<ListEmpty icon={<BoxIcon />} address={address} words={t.products} needs={['product_create']}>{importButton}{createButton}</ListEmpty>}
        />
      </div>
      {editing && (
        <ProductDialog
          product={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={({ name }) => done(t.products.saved(name))}
        />
      )}
      {action && <ProductAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
