import type { Template } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import type { Column } from '../../../parts/data-table';
import { useMay } from '../../../parts/me';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';
import type { Action } from './template-action';

interface Options { onEdit: (template: Template) => void; onAction: (action: Action) => void }

export function useTemplateColumns({ onEdit, onAction }: Options): Column<Template>[] {
  const may = useMay();
  const words = t.workOrders;
  const c = words.templates.columns;
  const actions = (template: Template) => [
    may('workorder_edit') && { label: t.common.edit, onClick: () => onEdit(template) },
    may('workorder_archive') && (template.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', template }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', template }) }),
  ];
  return [
    {
      key: 'name', header: c.name, sort: 'name', isRowHeader: true,
      cell: ({ name, description }) => (
        <span className="cm-two-lines cm-wrap"><span>{name}</span>{description && <small className="cm-one-line">{description}</small>}</span>
      ),
    },
    {
      key: 'product', header: c.product,
      cell: ({ product }) => product && <span className="cm-two-lines cm-wrap"><span>{product.name}</span><small>{product.sku}</small></span>,
    },
    { key: 'activate', header: c.activate, cell: ({ activate_on_complete: active }) => (active ? words.active : words.inactive) },
    { key: 'serials', header: c.serials, cell: ({ use_serial_number: serials }) => (serials ? words.yes : words.no) },
    { key: 'images', header: c.images, cell: ({ images }) => (images ? words.imageWords[images] : words.templates.autoImages) },
    {
      key: 'made', header: c.made, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (template) => <RowMenu name={template.name} actions={actions(template)} /> },
  ];
}
