// Adding a passkey, and giving one another name.

import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Passkey } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { createPasskey, wasCancelled } from '../../parts/webauthn';
import { t } from '../../text';

const named = { name: (name: string) => (name.trim() ? null : t.factors.needName) };

interface AddProps { onDone: (name: string, codes: string[] | null | undefined) => void; onClose: () => void }

export function AddPasskey({ onDone, onClose }: AddProps) {
  const form = useForm({ initialValues: { name: '' }, validate: named });
  const [browserSaid, setBrowserSaid] = useState<string | null>(null);
  const { submit, isSaving, alert } = useSave({
    form,
    save: async ({ name }) => {
      setBrowserSaid(null);
      const begun = await api.factors.passkeyBegin();
      try {
        return await api.factors.passkeyFinish({ name: name.trim(), passkey: await createPasskey(begun) });
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        setBrowserSaid(error.name === 'InvalidStateError' ? t.factors.passkeyKnown
          : wasCancelled(error) ? t.factors.passkeyCancelled : t.secondStep.passkeyFailed);
        return null;
      }
    },
    onSaved: (added, { name }) => { if (added) onDone(name.trim(), added.recovery_codes); },
  });
  return (
    <Dialog opened onClose={onClose} title={t.factors.passkeyTitle} size="md">
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t.factors.passkeyText}</Text>
          <ProblemAlert {...alert} />
          {browserSaid && <Text size="sm" role="alert">{browserSaid}</Text>}
          <TextInput
            label={t.factors.passkeyName} description={t.factors.passkeyNameHint} maxLength={100} data-autofocus required withAsterisk={false}
            {...form.getInputProps('name')}
          />
          <DialogFoot submit={t.factors.passkeyGo} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

interface RenameProps { passkey: Passkey; onDone: (name: string) => void; onClose: () => void }

export function RenamePasskey({ passkey, onDone, onClose }: RenameProps) {
  const form = useForm({ initialValues: { name: passkey.name }, validate: named });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ name }) => api.factors.passkeyRename(passkey.id, name.trim()), onSaved: ({ name }) => onDone(name),
  });
  return (
    <Dialog opened onClose={onClose} title={t.factors.renameOf(passkey.name)} size="md">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.factors.passkeyName} maxLength={100} data-autofocus {...form.getInputProps('name')} />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
