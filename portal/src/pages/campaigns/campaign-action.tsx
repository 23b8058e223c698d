import { api } from '../../api/calls';
import type { Campaign } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';

export interface Action { kind: 'archive' | 'restore'; campaign: Campaign }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function CampaignAction({ action: { kind, campaign: { id, name } }, onDone, onClose }: Props) {
  return kind === 'archive'
    ? (
      <Confirm
        title={t.campaigns.archiveTitle(name)} text={t.campaigns.archiveText} submit={t.common.archive}
        action={() => api.campaigns.archive(id)} onDone={() => onDone(t.campaigns.archived(name))} onClose={onClose}
      />
    )
    : (
      <Confirm
        title={t.campaigns.restoreTitle(name)} text={t.campaigns.restoreText} submit={t.common.restore}
        action={() => api.campaigns.restore(id)} onDone={() => onDone(t.campaigns.restored(name))} onClose={onClose}
      />
    );
}
