import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Campaign } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props { campaign: Campaign; onSaved: (made: Campaign) => void; onClose: () => void }

export function DuplicateDialog({ campaign, onSaved, onClose }: Props) {
  const form = useForm({ initialValues: { name: t.campaigns.copyOf(campaign.name) } });
  const { submit, isSaving, alert } = useSave({ form, save: ({ name }) => api.campaigns.duplicate(campaign.id, name), onSaved });
  return (
    <Dialog opened onClose={onClose} title={t.campaigns.duplicateTitle(campaign.name)}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t.campaigns.duplicateText}</Text>
          <ProblemAlert {...alert} />
          <TextInput label={t.campaigns.name} data-autofocus {...form.getInputProps('name')} />
          <DialogFoot submit={t.campaigns.duplicate} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
