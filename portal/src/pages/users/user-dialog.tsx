// Inviting somebody, or changing what is known about them.

import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { MailSent, User } from '../../api/types';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { fullName } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { RolePicker } from './role-picker';

interface Props {
  /** Null: a new one. */
  user: User | null;
  onSaved: (user: User, invitation?: MailSent) => void;
  onClose: () => void;
}

export function UserDialog({ user, onSaved, onClose }: Props) {
  const form = useForm({
    initialValues: {
      email: user?.email ?? '', given_name: user?.given_name ?? '', family_name: user?.family_name ?? '',
      role: user?.role.name ?? '', phone: user?.phone ?? '', title: user?.title ?? '',
    },
    validate: { role: (role) => (role ? null : t.users.needRole) },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    // A role that is sent is a change of role in the activity log.
    save: async (values): Promise<{ user: User; invitation?: MailSent }> =>
      (user ? { user: await api.users.update(user.id, changes(form.getInitialValues(), values)) } : api.users.create(values)),
    onSaved: (saved) => onSaved(saved.user, saved.invitation),
  });
  const input = (name: 'given_name' | 'family_name' | 'phone' | 'title', label: string) => (
    <TextInput label={label} {...form.getInputProps(name)} autoComplete="off" />
  );
  return (
    <Dialog opened onClose={onClose} size="lg" title={user ? t.users.editTitle(fullName(user)) : t.users.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {!user && <Text size="sm">{t.users.createLead}</Text>}
          <ProblemAlert {...alert} />
          {!user && (
            <TextInput label={t.users.email} type="email" autoComplete="off" data-autofocus {...form.getInputProps('email')} />
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {input('given_name', t.users.given)}
            {input('family_name', t.users.family)}
            {input('title', `${t.users.jobTitle} (${t.common.optional})`)}
            {input('phone', `${t.users.phone} (${t.common.optional})`)}
          </SimpleGrid>
          <RolePicker {...form.getInputProps('role')} />
          <DialogFoot submit={user ? t.common.save : t.users.submit} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
