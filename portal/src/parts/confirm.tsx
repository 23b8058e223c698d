// "Are you sure?", with what will happen. The safe answer has the focus.

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../text';
import { Dialog } from './dialog';
import { ProblemAlert } from './problem-alert';

interface Props<Result> {
  title: string;
  text: string;
  submit: string;
  /** The safe answer, where "Cancel" could mean the other one. */
  cancel?: string;
  isDangerous?: boolean;
  children?: ReactNode;
  /** Does it. The dialog waits, shows what goes wrong, and calls `onDone` when it went well. */
  action: () => Promise<Result>;
  onDone: (result: Result) => void;
  onClose: () => void;
}

export function Confirm<Result>(props: Props<Result>) {
  const { title, text, submit, cancel = t.common.cancel, isDangerous = false, children, action, onDone, onClose } = props;
  const mutation = useMutation({ mutationFn: action, onSuccess: onDone, gcTime: 0 });
  return (
    <Dialog opened onClose={onClose} title={title} size="md">
      <Stack>
        <Text size="sm">{text}</Text>
        {children}
        <ProblemAlert error={mutation.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{cancel}</Button>
          <Button color={isDangerous ? 'danger' : undefined} loading={mutation.isPending} onClick={() => mutation.mutate()}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
