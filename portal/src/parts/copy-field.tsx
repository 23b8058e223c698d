// A text to take along, with a button that says so when it is done.

import { Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useId } from 'react';
import { t } from '../text';
import { CheckIcon, CopyIcon } from './icons';

interface Props {
  label: string;
  value: string;
  copyLabel: string;
  isBlock?: boolean;
  autoFocus?: boolean;
}

export function CopyField({ label, value, copyLabel, isBlock = false, autoFocus = false }: Props) {
  const clipboard = useClipboard({ timeout: 2500 });
  const id = useId();
  return (
    <div>
      <Group justify="space-between" mb={6} gap="xs">
        <Text id={id} fw={600} size="sm">{label}</Text>
        <Button
          size="xs" variant={clipboard.copied ? 'light' : 'filled'} data-autofocus={autoFocus || undefined}
          leftSection={clipboard.copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
          onClick={() => clipboard.copy(value)}
        >
          {clipboard.copied ? t.common.copied : copyLabel}
        </Button>
      </Group>
      <code
        className="cm-code" data-block={isBlock || undefined} tabIndex={0} role="textbox"
        aria-readonly="true" aria-multiline={isBlock} aria-labelledby={id}
      >
        {value}
      </code>
      <span className="cm-hidden" role="status">{clipboard.copied ? t.common.copiedLive(label) : ''}</span>
    </div>
  );
}
