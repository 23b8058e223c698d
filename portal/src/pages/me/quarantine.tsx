// A token that was found in the open: its badge, and the dialog that lifts its quarantine.

import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Badge, StateBadge } from '../../parts/badge';
import { Confirm } from '../../parts/confirm';
import { AlertIcon } from '../../parts/icons';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';

export const isHeld = ({ state, quarantined_at: since }: Uat) => state === 'active' && Boolean(since);

export function TokenState({ uat }: { uat: Uat }) {
  if (isHeld(uat)) return <Badge tone="warn" icon={<AlertIcon size={14} />}>{t.tokens.quarantine}</Badge>;
  return <StateBadge state={uat.state} label={t.tokens.states[uat.state]} />;
}

interface Props { uat: Uat; onDone: () => void; onClose: () => void }

export function ReleaseToken({ uat, onDone, onClose }: Props) {
  return (
    <Confirm
      title={t.tokens.releaseTitle(uat.name)} text={t.tokens.releaseText} submit={t.tokens.release} isDangerous
      action={() => api.uats.release(uat.id)}
      onDone={() => {
        onDone();
        onClose();
        notifyDone(t.tokens.released(uat.name));
      }}
      onClose={onClose}
    />
  );
}
