import { api } from '../../api/calls';
import type { Webhook } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { t } from '../../text';
import { WebhookForm } from './webhook-form';

interface Props { webhook: Webhook; onSaved: () => void; onClose: () => void }

export function WebhookDialog({ webhook, onSaved, onClose }: Props) {
  return (
    <Dialog opened onClose={onClose} size="lg" title={t.webhooks.editTitle}>
      <WebhookForm webhook={webhook} save={(values) => api.webhooks.update(webhook.id, values)} onSaved={onSaved} onCancel={onClose} />
    </Dialog>
  );
}
