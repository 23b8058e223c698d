// A table that is a list of cards on a phone. The roles are written out because `display: block`
// takes a table's meaning away from screen readers.

import { Skeleton } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import './data-table.css';
import type { Ordering } from './list-address';
import { directionOf } from './ordering';
import { SortHeader } from './sort-header';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The cell that names the row. */
  isRowHeader?: boolean;
  /** For buttons: the header is only for screen readers. */
  isActions?: boolean;
  /** For checkboxes, as for buttons. */
  isSelect?: boolean;
  align?: 'right';
  /** By what the API sorts this column, where it can. */
  sort?: string;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  /** Undefined while they are loading. */
  rows: Row[] | undefined;
  rowKey: (row: Row) => string | number;
  /** Something below a row that is open. */
  detail?: (row: Row) => ReactNode;
  isStale?: boolean;
  ordering?: Ordering;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, detail, isStale = false, ordering }: Props<Row>) {
  return (
    <table role="table" className="cm-table" data-stale={isStale || undefined} aria-busy={!rows || isStale}>
      <caption className="cm-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => <Head key={column.key} {...{ column, ordering }} />)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows
          ? rows.map((row) => <Line key={rowKey(row)} {...{ row, columns, detail }} />)
          : [...Array(5).keys()].map((at) => <Placeholder key={at} columns={columns} />)}
      </tbody>
    </table>
  );
}

function Head<Row>({ column: { header, isActions, isSelect, align, sort }, ordering }: { column: Column<Row>; ordering?: Ordering }) {
  const canSort = sort !== undefined && ordering !== undefined;
  return (
    <th
      role="columnheader" scope="col" data-align={align} data-actions={isActions} data-select={isSelect}
      aria-sort={canSort ? directionOf(ordering.by, sort) ?? 'none' : undefined}
    >
      {isActions || isSelect ? <span className="cm-hidden">{header}</span>
        : canSort ? <SortHeader {...{ header, ordering }} member={sort} /> : header}
    </th>
  );
}

function Line<Row>({ row, columns, detail }: Pick<Props<Row>, 'columns' | 'detail'> & { row: Row }) {
  const below = detail?.(row);
  return (
    <Fragment>
      <tr role="row">
        {columns.map((column) => <Cell key={column.key} column={column}>{column.cell(row)}</Cell>)}
      </tr>
      {below && (
        <tr role="row" className="cm-table-detail">
          <td role="cell" colSpan={columns.length}>{below}</td>
        </tr>
      )}
    </Fragment>
  );
}

function Cell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const isControl = column.isActions || column.isSelect;
  const common = {
    'data-align': column.align, 'data-actions': column.isActions, 'data-select': column.isSelect,
    'data-label': isControl ? undefined : column.header,
  };
  return column.isRowHeader
    ? <th role="rowheader" scope="row" {...common}><div>{children}</div></th>
    : <td role="cell" {...common}><div>{children}</div></td>;
}

function Placeholder<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <tr role="row">
      {columns.map((column) => (
        <td key={column.key} role="cell" data-actions={column.isActions} data-select={column.isSelect}>
          <Skeleton height={14} my={4} width={column.isRowHeader ? '80%' : '55%'} />
        </td>
      ))}
    </tr>
  );
}
