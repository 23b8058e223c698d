import { Checkbox } from '@mantine/core';
import { Link } from 'wouter';
import type { Code } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import type { Selection } from '../../parts/use-selection';
import { t } from '../../text';
import { codeAddress, statusActions } from './code-actions';
import { CodeStatus } from './code-status';
import type { Action } from './status-action';

interface Options {
  selection: Selection<Code>;
  /** The references of work orders, by id. */
  orders: Map<number, string>;
  onAction: (action: Action) => void;
}

export function useCodeColumns({ selection, orders, onAction }: Options): Column<Code>[] {
  const may = useMay();
  const c = t.codes.columns;
  const mayEdit = may('scm_code_edit');
  const columns: (Column<Code> | false)[] = [
    mayEdit && {
      key: 'select', header: c.select, isSelect: true,
      cell: (code) => (
        <Checkbox
          aria-label={t.codes.choose(code.extended_id)} checked={selection.has(code)}
          onChange={(event) => selection.set([code], event.currentTarget.checked)}
        />
      ),
    },
    {
      key: 'code', header: c.code, isRowHeader: true,
      cell: ({ extended_id: id, serial_number: serial }) => (
        <span className="cm-two-lines cm-wrap">
          <Link href={codeAddress(id)} className="cm-plain-link cm-mono">{id}</Link>
          {serial && <small>{t.codes.serial(serial)}</small>}
        </span>
      ),
    },
    { key: 'status', header: c.status, cell: (code) => <CodeStatus code={code} /> },
    {
      key: 'product', header: c.product,
      cell: ({ product, campaign }) => product && (
        <span className="cm-two-lines cm-wrap"><span>{product.name}</span>{campaign && <small>{campaign.name}</small>}</span>
      ),
    },
    {
      key: 'order', header: c.order,
      cell: ({ workorder: id }) => {
        const name = orders.get(id) ?? t.codes.orderNumber(id);
        return may('workorder_view') ? <Link href={`/work-orders/${id}`} className="cm-plain-link cm-wrap">{name}</Link> : name;
      },
    },
    {
      key: 'made', header: t.codes.facts.made, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    {
      key: 'changed', header: c.changed,
      cell: ({ updated_at: at }) => <Ago at={at} />,
    },
    mayEdit && {
      key: 'actions', header: c.actions, isActions: true,
      cell: (code) => <RowMenu name={code.extended_id} actions={statusActions(code, onAction)} />,
    },
  ];
  return columns.filter((column) => column !== false);
}
