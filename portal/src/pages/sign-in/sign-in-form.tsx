// E-mail address and password; then, for those who have one, the second factor. The password
// stays in this form until both are right: the server keeps nothing between the two steps.

import { Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { Me, SecondStep as Second } from '../../api/types';
import { navigate } from '../../parts/hash-location';
import { KeyIcon } from '../../parts/icons';
import { ProblemAlert } from '../../parts/problem-alert';
import { askedBy, SecondStep, type Asked } from '../../parts/second-step';
import { useSave } from '../../parts/use-save';
import { changePerson } from '../../parts/use-sign-out';
import { askPasskey, hasPasskeys, isNumericHost, wasCancelled } from '../../parts/webauthn';
import { t } from '../../text';

export function SignInForm({ to }: { to: string }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const form = useForm({ initialValues: { email: '', password: '', otp: '' } });
  const enter = (me: Me) => {
    changePerson(queries, me);
    navigate(to, { replace: true });
  };
  const send = async (second: Second) => {
    const { email, password } = form.values;
    try {
      return await api.session.create({ email, password, ...second });
    } catch (error) {
      const wanted = askedBy(error);
      if (!wanted) throw error;
      setAsked(wanted);
      return null;
    }
  };
  const onSaved = (answer: { me: Me } | null) => { if (answer) enter(answer.me); };
  const { submit, isSaving, alert } = useSave({
    form, save: ({ otp }) => send(asked && otp ? { otp } : {}), onSaved,
  });
  const passkey = useMutation({ mutationFn: send, onSuccess: onSaved, gcTime: 0 });
  const back = () => {
    setAsked(null);
    form.reset();
  };

  if (asked) {
    return (
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" className="cm-wrap">{t.secondStep.lead(form.values.email)}</Text>
          <ProblemAlert {...alert} />
          <ProblemAlert error={passkey.error} />
          <SecondStep
            asked={asked} input={{ ...form.getInputProps('otp'), autoFocus: true }}
            onPasskey={(answer) => passkey.mutate({ passkey: answer })}
          />
          <Button type="submit" size="md" loading={isSaving || passkey.isPending}>{t.signIn.submit}</Button>
          <Button variant="subtle" onClick={back}>{t.secondStep.otherAccount}</Button>
        </Stack>
      </form>
    );
  }
  return (
    <Stack>
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
      {hasPasskeys() && !isNumericHost() && <PasskeySignIn onSignedIn={enter} />}
    </Stack>
  );
}

function PasskeySignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const mutation = useMutation({
    mutationFn: async () => api.session.passkeyFinish(await askPasskey(await api.session.passkeyBegin())),
    onSuccess: ({ me }) => onSignedIn(me),
    gcTime: 0,
  });
  const { error } = mutation;
  return (
    <Stack>
      <Divider label={t.secondStep.or} />
      {error instanceof Problem && <ProblemAlert error={error} />}
      {error && !(error instanceof Problem) && !wasCancelled(error) && <Text size="sm" role="alert">{t.secondStep.passkeyFailed}</Text>}
      <Button variant="default" leftSection={<KeyIcon />} loading={mutation.isPending} onClick={() => mutation.mutate()}>
        {t.secondStep.signIn}
      </Button>
    </Stack>
  );
}
