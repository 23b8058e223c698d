import { Link } from 'wouter';
import type { Webhook } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import { WebhookState } from './webhook-state';
import './webhooks.css';

interface Options { onEdit: (webhook: Webhook) => void; onToggle: (webhook: Webhook) => void; onRemove: (webhook: Webhook) => void }

export function useWebhookColumns({ onEdit, onToggle, onRemove }: Options): Column<Webhook>[] {
  const w = t.webhooks;
  const c = w.columns;
  return [
    {
      key: 'url', header: c.url, isRowHeader: true,
      cell: ({ id, url }) => <Link href={`/webhooks/${id}`} className="cm-plain-link cm-webhook-url">{url}</Link>,
    },
    { key: 'events', header: c.events, cell: ({ events }) => eventWords(events) },
    { key: 'state', header: c.state, cell: (webhook) => <WebhookState webhook={webhook} /> },
    {
      key: 'created', header: c.created,
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (webhook) => (
        <RowMenu
          name={webhook.url}
          actions={[
            { label: t.common.edit, onClick: () => onEdit(webhook) },
            { label: webhook.is_active ? w.switchOff : w.switchOn, onClick: () => onToggle(webhook) },
            { label: t.common.remove, onClick: () => onRemove(webhook), isDangerous: true },
          ]}
        />
      ),
    },
  ];
}

/** An event that this portal does not know is shown as it is. */
export const eventWord = (event: string) => t.webhooks.events[event]?.label ?? event;
const eventWords = (events: string[]) => events.map(eventWord).join(', ');
