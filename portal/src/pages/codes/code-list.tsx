// Codes that are listed: chosen one by one or all of a page, and given another status.

import { Button } from '@mantine/core';
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Code, Page } from '../../api/types';
import type { ListAddress } from '../../parts/list-address';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { notifyDone } from '../../parts/problem-alert';
import { SelectionBar } from '../../parts/selection-bar';
import { useSelection } from '../../parts/use-selection';
import { t } from '../../text';
import { useCodeColumns } from './code-columns';
import { StatusAction, type Action } from './status-action';
import { useOrderNames } from './use-order-names';
import './codes.css';

const KINDS = ['activate', 'deactivate', 'blacklist'] as const;

interface Props { query: UseQueryResult<Page<Code>>; address: ListAddress; empty: ReactNode }

export function CodeList({ query, address: { filter, ordering }, empty }: Props) {
  const may = useMay();
  const queries = useQueryClient();
  const [action, setAction] = useState<Action | null>(null);
  const rows = query.data?.results ?? [];
  // Another order leaves the choice as it is; another filter does not.
  const selection = useSelection<Code>(JSON.stringify({ ...filter, ordering: undefined }), ({ extended_id: id }) => id);
  const orders = useOrderNames(rows.map(({ workorder }) => workorder));
  const columns = useCodeColumns({ selection, orders, onAction: setAction });
  const done = (words: string) => {
    setAction(null);
    selection.clear();
    void queries.invalidateQueries({ queryKey: ['codes'] });
    notifyDone(words);
  };
  return (
    <>
      {may('scm_code_edit') && rows.length > 0 && (
        <SelectionBar here={rows} selection={selection} words={{ ...t.codes, select: t.codes.columns.select }}>
          {KINDS.map((kind) => (
            <Button key={kind} size="xs" variant="default" onClick={() => setAction({ kind, ids: selection.rows.map(({ extended_id: id }) => id) })}>
              {t.codes[kind]}
            </Button>
          ))}
        </SelectionBar>
      )}
      <ListView query={query} caption={t.codes.caption} columns={columns} rowKey={({ id }) => id} ordering={ordering} empty={empty} />
      {action && <StatusAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </>
  );
}
