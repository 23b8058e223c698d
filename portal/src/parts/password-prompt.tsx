// Asks for the password again when the server wants a fresh log-in, then lets the call go on.

import { Button, Divider, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../api/calls';
import { Problem } from '../api/problem';
import { registerPasswordPrompt } from '../api/session';
import { t } from '../text';
import { KeyIcon } from './icons';
import { useMe } from './me';
import { setPasswordPromptOpen, usePasswordPromptOpen } from './password-prompt-state';
import { ProblemAlert } from './problem-alert';
import { useSave } from './use-save';
import { askPasskey, hasPasskeys, isNumericHost, wasCancelled } from './webauthn';

export function PasswordPrompt() {
  const opened = usePasswordPromptOpen();
  const answer = useRef<(confirmed: boolean) => void>(() => {});

  useEffect(() => {
    registerPasswordPrompt(() => new Promise((resolve) => {
      answer.current = resolve;
      setPasswordPromptOpen(true);
    }));
    return () => {
      // The session may end while the prompt is open; whoever waits for an answer must get one.
      registerPasswordPrompt(null);
      setPasswordPromptOpen(false);
      answer.current(false);
    };
  }, []);

  const finish = (confirmed: boolean) => {
    setPasswordPromptOpen(false);
    answer.current(confirmed);
  };

  // Not at once: the dialog below listens to the same key press, and must still find us open.
  const cancel = () => setTimeout(() => finish(false));

  return (
    <Modal
      opened={opened} onClose={cancel} title={t.fresh.title} centered zIndex={400}
      closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <PromptForm onDone={finish} />
    </Modal>
  );
}

function PromptForm({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const { second_factor: factor } = useMe();
  const isOn = factor?.is_on === true;
  const form = useForm({ initialValues: { password: '', otp: '' } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ password, otp }) => api.session.confirm(isOn ? { password, otp } : { password }),
    onSaved: () => onDone(true),
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{isOn ? t.fresh.leadFactor : t.fresh.lead}</Text>
        <ProblemAlert {...alert} />
        {isOn && hasPasskeys() && !isNumericHost() && <ByPasskey onDone={() => onDone(true)} />}
        <PasswordInput
          label={t.password.label} autoComplete="current-password" data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t.common.showPassword }}
          {...form.getInputProps('password')}
        />
        {isOn && (
          <TextInput
            label={t.secondStep.code} description={t.secondStep.codeHint} autoComplete="one-time-code" spellCheck={false} maxLength={64}
            {...form.getInputProps('otp')}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onDone(false)}>{t.common.cancel}</Button>
          <Button type="submit" loading={isSaving}>{t.fresh.confirm}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function ByPasskey({ onDone }: { onDone: () => void }) {
  const factors = useQuery({ queryKey: ['factors'], queryFn: api.factors.get });
  const mutation = useMutation({
    mutationFn: async () => api.session.confirm({ passkey: await askPasskey(await api.session.confirmPasskey()) }),
    onSuccess: onDone,
    gcTime: 0,
  });
  if (!factors.data?.passkeys.some(({ is_verified }) => is_verified)) return null;
  const { error } = mutation;
  return (
    <Stack gap="xs">
      {error instanceof Problem && <ProblemAlert error={error} />}
      {error && !(error instanceof Problem) && !wasCancelled(error) && <Text size="sm" role="alert">{t.secondStep.passkeyFailed}</Text>}
      <Button variant="default" leftSection={<KeyIcon />} loading={mutation.isPending} onClick={() => mutation.mutate()}>
        {t.secondStep.usePasskey}
      </Button>
      <Divider label={t.secondStep.or} />
    </Stack>
  );
}
