import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { InvitationLook, Me, SecondStep as Second } from '../../api/types';
import { Door } from '../../parts/door';
import { navigate } from '../../parts/hash-location';
import { NewPassword, passwordErrors } from '../../parts/new-password';
import { ProblemAlert } from '../../parts/problem-alert';
import { askedBy, SecondStep, type Asked } from '../../parts/second-step';
import { useSave } from '../../parts/use-save';
import { changePerson } from '../../parts/use-sign-out';
import { t } from '../../text';

export default function Invitation() {
  const { code = '' } = useParams<{ code?: string }>();
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', code], queryFn: () => api.invitations.look(code), gcTime: 0,
  });
  if (error instanceof Problem && (error.status === 404 || error.status === 400)) {
    return (
      <Door title={t.invitation.goneTitle} lead={t.invitation.gone}>
        <Button component={Link} href="/sign-in" variant="default">{t.invitation.toSignIn}</Button>
      </Door>
    );
  }
  if (error) return <Door title={t.invitation.title}><ProblemAlert error={error} onRetry={() => void refetch()} /></Door>;
  if (!data) return null;
  return (
    <Door title={t.invitation.title} lead={t.invitation.lead(data.company)}>
      <AcceptForm code={code} look={data} />
    </Door>
  );
}

function AcceptForm({ code, look }: { code: string; look: InvitationLook }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { email: look.email, password: '', repeat: '', otp: '' },
    validate: look.has_password ? {} : (values) => passwordErrors(values),
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const send = async (second: Second) => {
    try {
      return await api.invitations.accept({ code, password: form.values.password, ...second });
    } catch (error) {
      const wanted = askedBy(error);
      if (!wanted) throw error;
      setAsked(wanted);
      return null;
    }
  };
  const enter = (answer: { me: Me } | null) => {
    if (!answer) return;
    changePerson(queries, answer.me);
    navigate('/', { replace: true });
  };
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ otp }) => send(asked && otp ? { otp } : {}),
    onSaved: enter,
  });
  const passkey = useMutation({ mutationFn: send, onSuccess: enter, gcTime: 0 });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert {...alert} />
        <Text size="sm" className="cm-wrap">{t.invitation.as(look.email)}</Text>
        <Text size="sm">{look.has_password ? t.invitation.existing : t.invitation.choose}</Text>
        {/* For password managers, which keep a password together with its user name. */}
        <input type="email" autoComplete="username" value={look.email} readOnly hidden />
        {look.has_password ? (
          <PasswordInput
            label={t.password.label} autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t.common.showPassword }} {...form.getInputProps('password')}
          />
        ) : <NewPassword form={form} />}
        <ProblemAlert error={passkey.error} />
        {asked && (
          <SecondStep
            asked={asked} input={form.getInputProps('otp')} onPasskey={(answer) => passkey.mutate({ passkey: answer })}
          />
        )}
        <Button type="submit" size="md" loading={isSaving || passkey.isPending}>{t.invitation.submit}</Button>
      </Stack>
    </form>
  );
}
