// The company's codes: found, chosen, given another status, downloaded.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Code } from '../../api/types';
import { Empty } from '../../parts/empty';
import { useHashQuery } from '../../parts/hash-location';
import { CodeIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { SelectionBar } from '../../parts/selection-bar';
import { useSelection } from '../../parts/use-selection';
import { t } from '../../text';
import { useCodeColumns } from './code-columns';
import { CodeFilters } from './code-filters';
import { Downloads } from './downloads';
import { StartDownload } from './start-download';
import { StatusAction, type Action } from './status-action';
import { useOrderNames } from './use-order-names';
import './codes.css';

const FILTERS = ['search', 'status', 'products', 'campaign', 'workorder'] as const;
const KINDS = ['activate', 'deactivate', 'blacklist'] as const;

export default function Codes() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [action, setAction] = useState<Action | null>(null);

  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? undefined]));
  const isFiltered = FILTERS.some((name) => query.has(name));
  const params = { ...filter, ordering: '-creation_date', limit: 50, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['codes', 'list', params], queryFn: () => api.codes.list(params), placeholderData: keepPreviousData,
  });
  const rows = list.data?.results ?? [];
  const selection = useSelection<Code>(JSON.stringify(filter), ({ extended_id: id }) => id);
  const orders = useOrderNames(rows.map(({ workorder }) => workorder));
  const columns = useCodeColumns({ selection, orders, onAction: setAction });
  const done = (words: string) => {
    setAction(null);
    selection.clear();
    void queries.invalidateQueries({ queryKey: ['codes'] });
    notifyDone(words);
  };

  return (
    <Page title={t.codes.title} lead={t.codes.lead} actions={<StartDownload filter={filter} isEmpty={list.data?.count === 0} />}>
      <Downloads />
      <div className="cm-panel">
        <CodeFilters />
        {may('scm_code_edit') && rows.length > 0 && (
          <SelectionBar here={rows} selection={selection} words={{ ...t.codes, select: t.codes.columns.select }}>
            {KINDS.map((kind) => (
              <Button key={kind} size="xs" variant="default" onClick={() => setAction({ kind, ids: selection.rows.map(({ extended_id: id }) => id) })}>
                {t.codes[kind]}
              </Button>
            ))}
          </SelectionBar>
        )}
        <ListView
          query={list} caption={t.codes.caption} columns={columns} rowKey={({ id }) => id}
          empty={isFiltered ? <Empty icon={<CodeIcon />} title={t.common.nothingMatches} /> : (
            <Empty icon={<CodeIcon />} title={t.codes.empty} text={t.codes.emptyText}>
              {may('workorder_view') && <Button component={Link} href="/work-orders" variant="default">{t.codes.toOrders}</Button>}
            </Empty>
          )}
        />
      </div>
      {action && <StatusAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}
