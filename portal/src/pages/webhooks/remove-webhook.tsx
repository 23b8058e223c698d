import { api } from '../../api/calls';
import type { Webhook } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

interface Props { webhook: Webhook; onDone: (words: string) => void; onClose: () => void }

export function RemoveWebhook({ webhook: { id, url }, onDone, onClose }: Props) {
  const w = t.webhooks;
  return (
    <Confirm
      title={w.removeTitle} text={w.removeText(url)} submit={t.common.remove} isDangerous
      action={() => api.webhooks.remove(id)} onDone={() => onDone(w.removed)} onClose={onClose}
    />
  );
}
