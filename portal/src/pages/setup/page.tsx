import { Button, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import { Door } from '../../parts/door';
import { navigate } from '../../parts/hash-location';
import { NewPassword, passwordErrors } from '../../parts/new-password';
import { ProblemAlert } from '../../parts/problem-alert';
import { ownTimeZone } from '../../parts/time-zone-select';
import { useSave } from '../../parts/use-save';
import { changePerson } from '../../parts/use-sign-out';
import { t } from '../../text';

export default function Setup() {
  const { code } = useParams<{ code?: string }>();
  const { data, error, refetch } = useQuery({ queryKey: ['setup'], queryFn: api.setup.look, staleTime: 0 });
  if (error) return <Door title={t.setup.title}><ProblemAlert error={error} onRetry={() => void refetch()} /></Door>;
  if (!data) return null;
  if (!data.needed) {
    return (
      <Door title={t.setup.doneTitle} lead={t.setup.done}>
        <Button component={Link} href="/sign-in">{t.invitation.toSignIn}</Button>
      </Door>
    );
  }
  if (!code) return <Door title={t.setup.noCodeTitle} lead={t.setup.noCode} />;
  return <Door title={t.setup.title} lead={t.setup.lead}><SetupForm code={code} /></Door>;
}

function SetupForm({ code }: { code: string }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { company: '', given_name: '', family_name: '', email: '', password: '', repeat: '' },
    validate: (values) => passwordErrors(values),
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ repeat: _, ...values }) => api.setup.create({ code, time_zone: ownTimeZone(), ...values }),
    onSaved: ({ me }) => {
      changePerson(queries, me);
      // Replaced, so that the code does not stay in the history.
      navigate('/', { replace: true });
    },
  });
  const input = (name: 'company' | 'given_name' | 'family_name' | 'email', label: string, autoComplete: string) => (
    <TextInput {...{ label, autoComplete }} required withAsterisk={false} {...form.getInputProps(name)} />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xl">
        <ProblemAlert {...alert} />
        <Stack>
          <Title order={2}>{t.setup.companySection}</Title>
          {input('company', t.setup.company, 'organization')}
        </Stack>
        <Stack>
          <Title order={2}>{t.setup.youSection}</Title>
          {input('given_name', t.setup.given, 'given-name')}
          {input('family_name', t.setup.family, 'family-name')}
          {input('email', t.setup.email, 'username')}
          <NewPassword form={form} />
        </Stack>
        <Button type="submit" size="md" loading={isSaving}>{t.setup.submit}</Button>
      </Stack>
    </form>
  );
}
