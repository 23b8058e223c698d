import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Door } from '../../parts/door';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

export default function Forgot() {
  const [isSent, setSent] = useState(false);
  const form = useForm({ initialValues: { email: '' } });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ email }) => api.password.reset(email), onSaved: () => setSent(true),
  });
  return (
    <Door title={t.forgot.title} lead={t.forgot.lead}>
      {isSent ? (
        <Alert className="cm-alert" data-tone="quiet" role="status" title={t.forgot.sentTitle}>{t.forgot.sent}</Alert>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <ProblemAlert {...alert} />
            <TextInput
              label={t.signIn.email} type="email" autoComplete="username" required withAsterisk={false}
              {...form.getInputProps('email')}
            />
            <Button type="submit" size="md" loading={isSaving}>{t.forgot.submit}</Button>
          </Stack>
        </form>
      )}
      <Text size="sm" c="dimmed">{t.forgot.help}</Text>
      <Anchor size="sm" href="#/sign-in">{t.forgot.back}</Anchor>
    </Door>
  );
}
