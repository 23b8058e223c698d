// The log of calls. The API gives the newest at once, so that this list is filtered and paged here.

import { NativeSelect, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../api/calls';
import { Empty } from '../../parts/empty';
import { Filters, useFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { WebhookIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { pageOf } from '../../parts/paging';
import { t } from '../../text';
import { useDeliveryColumns } from './delivery-columns';
import { stateOf, STATES } from './delivery-state';

/** How often the log is looked at again, in milliseconds. */
export const EVERY = 5_000;

export function Deliveries({ webhook }: { webhook: number }) {
  const d = t.webhooks.deliveries;
  const id = useId();
  const [query] = useHashQuery();
  const [state, setState] = useFilter('state');
  const list = useQuery({
    queryKey: ['webhooks', 'deliveries', webhook], queryFn: () => api.webhooks.deliveries(webhook),
    refetchInterval: EVERY,
    select: ({ results }) => pageOf(results.filter((delivery) => !state || stateOf(delivery) === state), Number(query.get('offset') ?? 0)),
  });
  const columns = useDeliveryColumns();
  return (
    <section className="cm-panel" aria-labelledby={id}>
      <div className="cm-section-head"><Title order={2} id={id}>{d.title}</Title></div>
      <Text c="dimmed" size="sm" mt={2} className="cm-section-lead">{d.lead}</Text>
      <Filters>
        <NativeSelect
          aria-label={d.state} value={state} onChange={(event) => setState(event.currentTarget.value || null)}
          data={[{ value: '', label: d.allStates }, ...STATES.map((value) => ({ value, label: d.states[value] }))]}
        />
      </Filters>
      <ListView
        query={list} caption={d.caption} columns={columns} rowKey={(delivery) => delivery.id}
        empty={state ? <Empty icon={<WebhookIcon />} title={t.common.nothingMatches} />
          : <Empty icon={<WebhookIcon />} title={d.empty} text={d.emptyText} />}
      />
    </section>
  );
}
