import { api } from '../../api/calls';
import type { Webhook } from '../../api/types';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { t } from '../../text';
import { WebhookForm } from './webhook-form';

interface Props { webhook: Webhook; onSaved: () => void; onClose: () => void }

export function WebhookDialog({ webhook, onSaved, onClose }: Props) {
  const { url, events, is_active } = webhook;
  return (
    <Dialog opened onClose={onClose} size="lg" title={t.webhooks.editTitle}>
      <WebhookForm
        webhook={webhook} onSaved={onSaved} onCancel={onClose}
        save={(values) => api.webhooks.update(webhook.id, changes({ url, events, is_active }, values))}
      />
    </Dialog>
  );
}
