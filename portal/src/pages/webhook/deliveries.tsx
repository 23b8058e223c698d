// The log of calls. The API gives the newest at once, so that this list is filtered and paged here.

import { NativeSelect, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../api/calls';
import type { Delivery } from '../../api/types';
import { ExportList } from '../../parts/export-list';
import { Filters, useFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { WebhookIcon } from '../../parts/icons';
import { ListEmpty } from '../../parts/list-empty';
import { ListView } from '../../parts/list-view';
import { pageOf } from '../../parts/paging';
import { t } from '../../text';
import { useDeliveryColumns } from './delivery-columns';
import { DELIVERY_FILE } from './delivery-file';
import { stateOf, STATES } from './delivery-state';

/** How often the log is looked at again, in milliseconds. */
export const EVERY = 5_000;

export function Deliveries({ webhook }: { webhook: number }) {
  const d = t.webhooks.deliveries;
  const id = useId();
  const [query] = useHashQuery();
  const [state, setState] = useFilter('state');
  const isShown = (delivery: Delivery) => !state || stateOf(delivery) === state;
  const list = useQuery({
    queryKey: ['webhooks', 'deliveries', webhook], queryFn: () => api.webhooks.deliveries(webhook),
    refetchInterval: EVERY,
    select: ({ results }) => pageOf(results.filter(isShown), Number(query.get('offset') ?? 0)),
  });
  const columns = useDeliveryColumns();
  const address = { isFiltered: Boolean(state), clear: () => setState(null) };
  const exportButton = (
    <ExportList
      name="webhook-calls" columns={DELIVERY_FILE} count={list.data?.count}
      list={async () => {
        const rows = (await api.webhooks.deliveries(webhook)).results.filter(isShown);
        return { count: rows.length, results: rows };
      }}
    />
  );
  return (
    <section className="cm-panel" aria-labelledby={id}>
      <div className="cm-section-head"><Title order={2} id={id}>{d.title}</Title></div>
      <Text c="dimmed" size="sm" mt={2} className="cm-section-lead">{d.lead}</Text>
      <Filters address={address} actions={exportButton}>
        <NativeSelect
          aria-label={d.state} value={state} onChange={(event) => setState(event.currentTarget.value || null)}
          data={[{ value: '', label: d.allStates }, ...STATES.map((value) => ({ value, label: d.states[value] }))]}
        />
      </Filters>
      <ListView
        query={list} caption={d.caption} columns={columns} rowKey={(delivery) => delivery.id}
        empty={<ListEmpty icon={<WebhookIcon />} address={address} words={d} />}
      />
    </section>
  );
}
