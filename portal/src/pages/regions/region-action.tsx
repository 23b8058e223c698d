import { api } from '../../api/calls';
import type { Region } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

export interface Action { kind: 'archive' | 'restore'; region: Region }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function RegionAction({ action: { kind, region: { id, name } }, onDone, onClose }: Props) {
  return kind === 'archive'
    ? (
      <Confirm
        title={t.regions.archiveTitle(name)} text={t.regions.archiveText} submit={t.common.archive}
        action={() => api.regions.archive(id)} onDone={() => onDone(t.regions.archived(name))} onClose={onClose}
      />
    )
    : (
      <Confirm
        title={t.regions.restoreTitle(name)} text={t.regions.restoreText} submit={t.common.restore}
        action={() => api.regions.restore(id)} onDone={() => onDone(t.regions.restored(name))} onClose={onClose}
      />
    );
}
