import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Campaign } from '../../api/types';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props {
  /** Null: a new one. */
  campaign: Campaign | null;
  onSaved: (campaign: Campaign) => void;
  onClose: () => void;
}

export function CampaignDialog({ campaign, onSaved, onClose }: Props) {
  const form = useForm({ initialValues: { name: campaign?.name ?? '', description: campaign?.description ?? '' } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (body) => (campaign ? api.campaigns.update(campaign.id, changes(form.getInitialValues(), body)) : api.campaigns.create(body)),
    onSaved,
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={campaign ? t.campaigns.editTitle(campaign.name) : t.campaigns.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.campaigns.name} data-autofocus {...form.getInputProps('name')} />
          <Textarea
            label={`${t.campaigns.description} (${t.common.optional})`} autosize minRows={2} maxRows={8}
            {...form.getInputProps('description')}
          />
          <DialogFoot submit={campaign ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
