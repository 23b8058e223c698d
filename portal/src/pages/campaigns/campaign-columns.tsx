import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { Campaign } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './campaign-action';

interface Options {
  onEdit: (campaign: Campaign) => void;
  onDuplicate: (campaign: Campaign) => void;
  onAction: (action: Action) => void;
}

export function useCampaignColumns({ onEdit, onDuplicate, onAction }: Options): Column<Campaign>[] {
  const may = useMay();
  const c = t.campaigns.columns;
  const actions = (campaign: Campaign) => [
    may('campaign_edit') && { label: t.common.edit, onClick: () => onEdit(campaign) },
    may('campaign_create') && { label: t.campaigns.duplicate, onClick: () => onDuplicate(campaign) },
    may('campaign_archive') && (campaign.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', campaign }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', campaign }) }),
  ];
  return [
    {
      key: 'name', header: c.name, sort: 'name', isRowHeader: true,
      cell: ({ id, name, description }) => (
        <span className="cm-two-lines cm-wrap">
          <Link href={`/campaigns/${id}`} className="cm-plain-link">{name}</Link>
          {description && <small className="cm-one-line">{description}</small>}
        </span>
      ),
    },
    {
      key: 'products', header: c.products, align: 'right',
      cell: ({ id, name, product_count: count }) => (count > 0 && may('product_view')
        ? <Anchor href={`#/products?campaign=${id}`} inherit aria-label={t.campaigns.productsOf(count, name)}>{count.toLocaleString(t.language)}</Anchor>
        : count.toLocaleString(t.language)),
    },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (campaign) => <RowMenu name={campaign.name} actions={actions(campaign)} /> },
  ];
}
