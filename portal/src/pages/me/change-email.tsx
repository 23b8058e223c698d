// Another address to sign in with: it counts once its own mailbox has opened the link.

import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { MailSent } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { MailSentDialog } from '../users/mail-sent-dialog';

export function ChangeEmail({ onClose }: { onClose: () => void }) {
  const [sent, setSent] = useState<MailSent | null>(null);
  const form = useForm({ initialValues: { email: '' } });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ email }) => api.me.email(email), onSaved: setSent,
  });
  if (sent) return <MailSentDialog title={t.me.emailSent} sent={sent} onClose={onClose} />;
  return (
    <Dialog opened onClose={onClose} size="md" title={t.me.emailTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t.me.emailLead}</Text>
          <ProblemAlert {...alert} />
          <TextInput label={t.me.emailNew} type="email" autoComplete="email" data-autofocus {...form.getInputProps('email')} />
          <DialogFoot submit={t.me.emailSubmit} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
