import { Link } from 'wouter';
import type { Product } from '../../api/types';
import { Ago } from '../../parts/ago';
import { Badge } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { ExternalLink } from '../../parts/external-link';
import { ArchiveIcon } from '../../parts/icons';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './product-action';

interface Options { onEdit: (product: Product) => void; onAction: (action: Action) => void }

export function useProductColumns({ onEdit, onAction }: Options): Column<Product>[] {
  const may = useMay();
  const c = t.products.columns;
  const actions = (product: Product) => [
    may('product_edit') && { label: t.common.edit, onClick: () => onEdit(product) },
    may('product_edit') && (product.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', product }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', product }) }),
    may('product_delete') && { label: t.common.remove, onClick: () => onAction({ kind: 'remove', product }), isDangerous: true },
  ];
  return [
    {
      key: 'name', header: c.name, sort: 'name', isRowHeader: true,
      cell: ({ id, name, description, is_archived }) => (
        <span className="cm-two-lines cm-wrap">
          <span><Link href={`/products/${id}`} className="cm-plain-link">{name}</Link> {is_archived && <Badge tone="quiet" icon={<ArchiveIcon size={13} />}>{t.common.archived}</Badge>}</span>
          {description && <small className="cm-one-line">{plain(description)}</small>}
        </span>
      ),
    },
    { key: 'sku', header: c.sku, sort: 'sku', cell: ({ sku }) => <code className="cm-mono cm-wrap">{sku}</code> },
    { key: 'brand', header: c.brand, cell: ({ brand }) => brand.name },
    { key: 'campaign', header: c.campaign, cell: ({ campaign }) => campaign?.name },
    { key: 'link', header: c.link, cell: ({ client_url }) => <ExternalLink url={client_url} /> },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (product) => <RowMenu name={product.name} actions={actions(product)} /> },
  ];
}

// Shops export descriptions as HTML; one line of a list is better without its tags.
function plain(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();
}
