// One of a few, each with a line that says what it does.

import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../../../text';

interface Props {
  name: 'second_factor' | 'leak_action' | 'superseded_use';
  choices: Record<string, { label: string; text: string }>;
  value?: string;
  onChange: (value: string) => void;
  error?: ReactNode;
}

export function Choice({ name, choices, ...rest }: Props) {
  return (
    <Radio.Group label={t.policy.members[name]} description={t.policy.hints[name]} {...rest}>
      <Stack gap={10} mt="sm">
        {Object.entries(choices).map(([value, { label, text }]) => (
          <Radio key={value} value={value} label={label} description={text} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
