import { api } from '../../../api/calls';
import { Problem } from '../../../api/problem';
import type { ScmField } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

interface Props { campaign: number; field: ScmField; onDone: (words: string) => void; onClose: () => void }

export function RemoveField({ campaign, field: { id, label }, onDone, onClose }: Props) {
  const w = t.campaign.scm;
  return (
    <Confirm
      title={w.removeTitle(label)} text={w.removeText} submit={t.common.remove} isDangerous
      action={() => api.campaigns.removeField(campaign, id).catch(inWords)} onDone={() => onDone(w.removed(label))} onClose={onClose}
    />
  );
}

// The state forbids it: say what would help.
function inWords(error: unknown): never {
  if (error instanceof Problem && error.status === 409) {
    throw new Problem(409, { code: 'conflict', detail: t.campaign.scm.hasData });
  }
  throw error;
}
