import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

export interface Action { kind: 'archive' | 'restore' | 'remove'; product: Product }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function ProductAction({ action: { kind, product: { id, name } }, onDone, onClose }: Props) {
  switch (kind) {
    case 'archive':
      return (
        <Confirm
          title={t.products.archiveTitle(name)} text={t.products.archiveText} submit={t.common.archive}
          action={() => api.products.archive(id)} onDone={() => onDone(t.products.archived(name))} onClose={onClose}
        />
      );
    case 'restore':
      return (
        <Confirm
          title={t.products.restoreTitle(name)} text={t.products.restoreText} submit={t.common.restore}
          action={() => api.products.restore(id)} onDone={() => onDone(t.products.restored(name))} onClose={onClose}
        />
      );
    case 'remove':
      return (
        <Confirm
          title={t.products.removeTitle(name)} text={t.products.removeText} submit={t.common.remove} isDangerous
          action={() => api.products.remove(id)} onDone={() => onDone(t.products.removed(name))} onClose={onClose}
        />
      );
  }
}
