import { Anchor } from '@mantine/core';
import type { Brand } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { ExternalLink } from '../../parts/external-link';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './brand-action';

interface Options { onEdit: (brand: Brand) => void; onAction: (action: Action) => void }

export function useBrandColumns({ onEdit, onAction }: Options): Column<Brand>[] {
  const may = useMay();
  const c = t.brands.columns;
  const actions = (brand: Brand) => [
    may('brand_edit') && { label: t.common.edit, onClick: () => onEdit(brand) },
    may('brand_archive') && (brand.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', brand }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', brand }) }),
    may('brand_delete') && { label: t.common.remove, onClick: () => onAction({ kind: 'remove', brand }), isDangerous: true },
  ];
  return [
    {
      key: 'name', header: c.name, sort: 'name', isRowHeader: true,
      cell: ({ name, description }) => (
        <span className="cm-two-lines cm-wrap"><span>{name}</span>{description && <small className="cm-one-line">{description}</small>}</span>
      ),
    },
    { key: 'reference', header: c.reference, cell: ({ reference }) => reference && <code className="cm-mono cm-wrap">{reference}</code> },
    {
      key: 'products', header: c.products, align: 'right',
      cell: ({ id, name, product_count: count }) => (count > 0 && may('product_view')
        ? <Anchor href={`#/products?brand=${id}`} inherit aria-label={t.brands.productsOf(count, name)}>{count.toLocaleString(t.language)}</Anchor>
        : count.toLocaleString(t.language)),
    },
    { key: 'link', header: c.link, cell: ({ client_url }) => <ExternalLink url={client_url} /> },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (brand) => <RowMenu name={brand.name} actions={actions(brand)} /> },
  ];
}
