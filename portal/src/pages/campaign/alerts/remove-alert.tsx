import { api } from '../../../api/calls';
import type { Alert } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

interface Props { alert: Alert; onDone: (words: string) => void; onClose: () => void }

export function RemoveAlert({ alert: { id, type }, onDone, onClose }: Props) {
  const w = t.campaign.alerts;
  const name = t.alertTypes[type];
  return (
    <Confirm
      title={w.removeTitle(name)} text={w.removeText} submit={t.common.remove} isDangerous
      action={() => api.alerts.remove(id)} onDone={() => onDone(w.removed(name))} onClose={onClose}
    />
  );
}
