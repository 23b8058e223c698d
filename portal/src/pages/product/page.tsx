// One product: what it is, how its codes stand, and what landing pages are told of it.

import { Anchor, Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { Badge } from '../../parts/badge';
import { HistoryLink } from '../../parts/history-link';
import { navigate } from '../../parts/hash-location';
import { ArchiveIcon } from '../../parts/icons';
import { useMay } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import { ProductAction, type Action } from '../products/product-action';
import { ProductDialog } from '../products/product-dialog';
import { ProductCodes } from './product-codes';
import { ProductFacts } from './product-facts';
import { StcForm } from './stc-form';
import './product.css';

export default function ProductPage() {
  const { id = '' } = useParams();
  const product = useQuery({ queryKey: ['products', 'one', id], queryFn: () => api.products.get(Number(id)) });
  if (!product.data) {
    return (
      <Page title={t.productPage.one} lead={<Back />}>
        {product.error ? <ProblemAlert error={product.error} onRetry={() => void product.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={id} product={product.data} />;
}

const Back = () => <Anchor component={Link} href="/products" inherit>{t.productPage.back}</Anchor>;

function Loaded({ product }: { product: Product }) {
  const may = useMay();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [action, setAction] = useState<Action | null>(null);
  const { id, name, is_archived: isArchived } = product;
  const done = (words: string) => {
    const isGone = action?.kind === 'remove';
    setEditing(false);
    setAction(null);
    // What is gone cannot be asked for again.
    void queries.invalidateQueries({ queryKey: isGone ? ['products', 'list'] : ['products'] });
    for (const key of ['brands', 'campaigns']) void queries.invalidateQueries({ queryKey: [key] });
    if (isGone) navigate('/products');
    notifyDone(words);
  };
  const more = [
    may('product_edit') && (isArchived
      ? { label: t.common.restore, onClick: () => setAction({ kind: 'restore', product }) }
      : { label: t.common.archive, onClick: () => setAction({ kind: 'archive', product }) }),
    may('product_delete') && { label: t.common.remove, onClick: () => setAction({ kind: 'remove', product }), isDangerous: true },
  ];
  return (
    <Page
      title={name}
      lead={<><Back />{isArchived && <>{' '}<Badge tone="quiet" icon={<ArchiveIcon size={13} />}>{t.common.archived}</Badge></>}</>}
      actions={(
        <>
          {may('product_edit') && <Button variant="default" onClick={() => setEditing(true)}>{t.common.edit}</Button>}
          <RowMenu name={name} actions={more} />
        </>
      )}
    >
      <ProductCodes product={product} />
      <Panel title={t.productPage.factsTitle}>
        <ProductFacts product={product} />
        <p className="cm-product-history"><HistoryLink type="product" id={id} /></p>
      </Panel>
      <StcForm product={product} />
      {isEditing && <ProductDialog product={product} onClose={() => setEditing(false)} onSaved={(saved) => done(t.products.saved(saved.name))} />}
      {action && <ProductAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
