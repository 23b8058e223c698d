// Asks for the password again when the server wants a fresh log-in, then lets the call go on.

import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { api } from '../api/calls';
import { registerPasswordPrompt } from '../api/session';
import { t } from '../text';
import { setPasswordPromptOpen, usePasswordPromptOpen } from './password-prompt-state';
import { ProblemAlert } from './problem-alert';
import { useSave } from './use-save';

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
  const form = useForm({ initialValues: { password: '' } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ password }) => api.session.confirm(password),
    onSaved: () => onDone(true),
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t.fresh.lead}</Text>
        <ProblemAlert {...alert} />
        <PasswordInput
          label={t.password.label} autoComplete="current-password" data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t.common.showPassword }}
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onDone(false)}>{t.common.cancel}</Button>
          <Button type="submit" loading={isSaving}>{t.fresh.confirm}</Button>
        </Group>
      </Stack>
    </form>
  );
}
