import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { Brand } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

export interface Action { kind: 'archive' | 'restore' | 'remove'; brand: Brand }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function BrandAction({ action: { kind, brand }, onDone, onClose }: Props) {
  const { id, name } = brand;
  switch (kind) {
    case 'archive':
      return (
        <Confirm
          title={t.brands.archiveTitle(name)} text={t.brands.archiveText} submit={t.common.archive}
          action={() => api.brands.archive(id)} onDone={() => onDone(t.brands.archived(name))} onClose={onClose}
        />
      );
    case 'restore':
      return (
        <Confirm
          title={t.brands.restoreTitle(name)} text={t.brands.restoreText} submit={t.common.restore}
          action={() => api.brands.restore(id)} onDone={() => onDone(t.brands.restored(name))} onClose={onClose}
        />
      );
    case 'remove':
      return (
        <Confirm
          title={t.brands.removeTitle(name)} text={t.brands.removeText} submit={t.common.remove} isDangerous
          action={() => api.brands.remove(id).catch(inWords)} onDone={() => onDone(t.brands.removed(name))} onClose={onClose}
        />
      );
  }
}

// The state forbids it: say what would help.
function inWords(error: unknown): never {
  if (error instanceof Problem && error.status === 409) {
    throw new Problem(409, { code: 'conflict', detail: t.brands.hasProducts });
  }
  throw error;
}
