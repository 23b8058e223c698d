import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../../api/calls';
import type { Team } from '../../../api/types';
import { changes } from '../../../parts/changes';
import { ChooseMany, type ManySource } from '../../../parts/choose-many';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { useMay } from '../../../parts/me';
import { named, people } from '../../../parts/people';
import { ProblemAlert } from '../../../parts/problem-alert';
import { sourceOf } from '../../../parts/reach';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';

const campaigns: ManySource = { ...sourceOf('campaigns'), ...t.teams.chooseCampaigns };

/** As many as the server takes in one list. */
const MOST = 1000;

interface Props {
  /** Null: a new one. */
  team: Team | null;
  onSaved: (team: Team) => void;
  onClose: () => void;
}

export function TeamDialog({ team, onSaved, onClose }: Props) {
  const may = useMay();
  const idsOf = (list: { id: number }[] = []) => list.map(({ id }) => String(id));
  const form = useForm({ initialValues: { name: team?.name ?? '', members: idsOf(team?.members), campaigns: idsOf(team?.campaigns) } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => (team
      ? api.teams.update(team.id, changes(asBody(form.getInitialValues()), asBody(values)))
      : api.teams.create(asBody(values))),
    onSaved,
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={team ? t.teams.editTitle(team.name) : t.teams.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.teams.name} data-autofocus {...form.getInputProps('name')} />
          {may('user_view') && (
            <ChooseMany
              from={people} known={team?.members.map(named)} maxValues={MOST} label={t.teams.members} {...form.getInputProps('members')}
            />
          )}
          {may('campaign_view') && (
            <ChooseMany
              from={campaigns} known={team?.campaigns.map(({ id, name }) => ({ id, label: name }))} maxValues={MOST}
              label={t.teams.campaigns} description={t.teams.campaignsHint} {...form.getInputProps('campaigns')}
            />
          )}
          <DialogFoot submit={team ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

const asBody = ({ name, members, campaigns: open }: { name: string; members: string[]; campaigns: string[] }) => (
  { name, members: members.map(Number), campaigns: open.map(Number) }
);
