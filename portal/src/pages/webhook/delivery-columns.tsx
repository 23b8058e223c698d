import type { ReactNode } from 'react';
import type { Delivery } from '../../api/types';
import { Badge, type Tone } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { timeWords } from '../../parts/dates';
import { AlertIcon, CheckCircleIcon, ClockIcon, CrossCircleIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { t } from '../../text';
import { stateOf, type DeliveryState } from './delivery-state';

const looks: Record<DeliveryState, [Tone, ReactNode]> = {
  delivered: ['ok', <CheckCircleIcon size={14} />],
  waiting: ['quiet', <ClockIcon size={14} />],
  retrying: ['warn', <AlertIcon size={14} />],
  failed: ['bad', <CrossCircleIcon size={14} />],
};

export function useDeliveryColumns(): Column<Delivery>[] {
  const { company } = useMe();
  const d = t.webhooks.deliveries;
  const c = d.columns;
  const at = (instant: string) => timeWords(instant, company.time_zone);
  return [
    {
      key: 'event', header: c.event, isRowHeader: true,
      cell: ({ event, id }) => <span className="cm-two-lines"><span>{t.webhooks.events[event]?.one ?? event}</span><small className="cm-mono cm-wrap">{id}</small></span>,
    },
    {
      key: 'state', header: c.state,
      cell: (delivery) => {
        const state = stateOf(delivery);
        const [tone, icon] = looks[state];
        return (
          <span className="cm-two-lines">
            <span><Badge tone={tone} icon={icon}>{d.states[state]}</Badge></span>
            {state === 'retrying' && <small>{d.next(at(delivery.next_attempt ?? ''))}</small>}
          </span>
        );
      },
    },
    {
      key: 'reason', header: c.reason,
      cell: ({ status, failure }) => (
        <span className="cm-two-lines">
          {status && <span>{d.status(status)}</span>}
          {failure && <small>{d.reasons[failure] ?? failure}</small>}
        </span>
      ),
    },
    { key: 'attempts', header: c.attempts, align: 'right', cell: ({ attempts }) => attempts.toLocaleString(t.language) },
    { key: 'when', header: c.when, cell: ({ creation_date }) => <span className="cm-no-break">{at(creation_date)}</span> },
  ];
}
