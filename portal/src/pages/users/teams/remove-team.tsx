import { api } from '../../../api/calls';
import type { Team } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

interface Props { team: Team; onDone: (words: string) => void; onClose: () => void }

export function RemoveTeam({ team: { id, name, members, campaigns }, onDone, onClose }: Props) {
  return (
    <Confirm
      title={t.teams.removeTitle(name)} text={t.teams.removeText(members.length, campaigns.length)} submit={t.common.remove} isDangerous
      action={() => api.teams.remove(id)} onDone={() => onDone(t.teams.removed(name))} onClose={onClose}
    />
  );
}
