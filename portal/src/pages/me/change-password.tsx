import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import { useMe } from '../../parts/me';
import { MIN_LENGTH, MIN_LENGTH_BESIDE, NewPassword, passwordErrors } from '../../parts/new-password';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

export function ChangePassword() {
  const { user, second_factor: factor } = useMe();
  const min = factor?.is_on ? MIN_LENGTH_BESIDE : MIN_LENGTH;
  const form = useForm({
    initialValues: { current_password: '', password: '', repeat: '' },
    validate: (values) => passwordErrors(values, min),
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: async ({ current_password, password }) => {
      await api.me.password({ current_password, new_password: password });
    },
    // The API calls it new_password; the shared field of the form is called password.
    fieldNames: { new_password: 'password' },
    onSaved: () => {
      form.reset();
      notifyDone(t.me.changed);
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert {...alert} />
        {/* For password managers, which keep a password together with its user name. */}
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordInput
          label={t.me.current} autoComplete="current-password" required withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t.common.showPassword }} {...form.getInputProps('current_password')}
        />
        <NewPassword form={form} label={t.password.next} min={min} />
        <Group justify="flex-end"><Button type="submit" loading={isSaving}>{t.me.change}</Button></Group>
      </Stack>
    </form>
  );
}
