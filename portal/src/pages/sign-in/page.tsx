import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Door } from '../../parts/door';
import { navigate, useHashQuery } from '../../parts/hash-location';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { changePerson } from '../../parts/use-sign-out';
import { t } from '../../text';

export default function SignIn() {
  const [query] = useHashQuery();
  const notice = query.has('ended') ? t.signIn.ended : query.has('out') ? t.signIn.signedOut : null;
  return (
    <Door title={t.signIn.title}>
      {notice && <Alert className="cm-alert" data-tone={query.has('ended') ? 'warn' : 'quiet'} role="status">{notice}</Alert>}
      <SetupNeeded />
      <SignInForm to={query.get('to') ?? '/'} />
      <Text size="sm" c="dimmed">{t.signIn.help}</Text>
    </Door>
  );
}

function SetupNeeded() {
  const { data } = useQuery({ queryKey: ['setup'], queryFn: api.setup.look, staleTime: 0 });
  if (!data?.needed) return null;
  return (
    <Alert className="cm-alert" data-tone="warn" title={t.signIn.needed}>
      {t.signIn.neededHow} <Anchor inherit href="#/setup">{t.setup.title}</Anchor>
    </Alert>
  );
}

function SignInForm({ to }: { to: string }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: api.session.create,
    onSaved: ({ me }) => {
      changePerson(queries, me);
      navigate(to, { replace: true });
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert {...alert} />
        <TextInput
          label={t.signIn.email} type="email" autoComplete="username" required withAsterisk={false}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t.password.label} autoComplete="current-password" required withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t.common.showPassword }} {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={isSaving}>{t.signIn.submit}</Button>
      </Stack>
    </form>
  );
}
