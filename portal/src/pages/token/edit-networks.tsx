// Changing where a token may be used from. To let in more, the server asks for the password.

import { Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { NetworksFields, networksOf } from '../me/networks';

interface Props { uat: Uat; onSaved: () => void; onClose: () => void }

export function EditNetworks({ uat, onSaved, onClose }: Props) {
  const form = useForm({
    initialValues: { networks: uat.networks.join('\n'), network_mode: uat.network_mode },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ networks, network_mode }) => api.uats.update(uat.id, { networks: networksOf(networks), network_mode }),
    onSaved: ({ name }) => {
      onSaved();
      onClose();
      notifyDone(t.tokens.saved(name));
    },
  });
  return (
    <Dialog opened onClose={onClose} title={t.networks.title}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t.networks.editLead}</Text>
          <ProblemAlert {...alert} />
          <NetworksFields form={form} />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
