import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ExportButton } from '../../parts/export-button';
import { useHashQuery } from '../../parts/hash-location';
import { BoxIcon, PlusIcon, UploadIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { ProductAction, type Action } from './product-action';
import { useProductColumns } from './product-columns';
import { ProductDialog } from './product-dialog';
import { ProductFilters } from './product-filters';

export default function Products() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [editing, setEditing] = useState<Product | 'new' | null>(null);
  const [action, setAction] = useState<Action | null>(null);

  const filter = {
    search: query.get('search') ?? undefined, brand: query.get('brand') ?? undefined,
    campaign: query.get('campaign') ?? undefined,
    is_archived: query.get('is_archived') ?? undefined, ordering: query.get('ordering') ?? '-creation_date',
  };
  const params = { ...filter, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['products', 'list', params], queryFn: () => api.products.list(params), placeholderData: keepPreviousData,
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
      load={() => api.products.export(filter)}
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
      <div className="cm-panel">
        <ProductFilters />
        <ListView
          query={list} caption={t.products.caption} columns={columns} rowKey={({ id }) => id}
          empty={filter.search || filter.brand || filter.campaign ? <Empty icon={<BoxIcon />} title={t.common.nothingMatches} />
            : filter.is_archived ? <Empty icon={<BoxIcon />} title={t.products.emptyArchived} />
              : <Empty icon={<BoxIcon />} title={t.products.empty} text={t.products.emptyText}>{importButton}{createButton}</Empty>}
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
