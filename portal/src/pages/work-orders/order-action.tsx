import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

export interface Action { kind: 'cancel' | 'archive' | 'restore' | 'remove'; order: WorkOrder }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function OrderAction({ action: { kind, order: { id, reference, generated } }, onDone, onClose }: Props) {
  const words = t.workOrders;
  switch (kind) {
    case 'cancel':
      return (
        <Confirm
          title={words.cancelTitle(reference)} text={words.cancelText} submit={words.cancel} cancel={words.keep} isDangerous
          action={() => api.workOrders.cancel(id)} onDone={() => onDone(words.canceled(reference))} onClose={onClose}
        />
      );
    case 'archive':
      return (
        <Confirm
          title={words.archiveTitle(reference)} text={words.archiveText} submit={t.common.archive}
          action={() => api.workOrders.archive(id)} onDone={() => onDone(words.archived(reference))} onClose={onClose}
        />
      );
    case 'restore':
      return (
        <Confirm
          title={words.restoreTitle(reference)} text={words.restoreText} submit={t.common.restore}
          action={() => api.workOrders.restore(id)} onDone={() => onDone(words.restored(reference))} onClose={onClose}
        />
      );
    case 'remove':
      return (
        <Confirm
          title={words.removeTitle(reference)} text={words.removeText(generated)} submit={t.common.remove} isDangerous
          action={() => api.workOrders.remove(id)} onDone={() => onDone(words.removed(reference))} onClose={onClose}
        />
      );
  }
}
