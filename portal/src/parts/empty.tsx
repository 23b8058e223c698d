// Nothing to show, and what to do about it.

import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props { icon?: ReactNode; title: string; text?: string; children?: ReactNode }

export function Empty({ icon, title, text, children }: Props) {
  return (
    <Stack align="center" gap={6} py={48} px="md" ta="center">
      {icon && <div className="cm-empty-icon">{icon}</div>}
      <Text fw={600}>{title}</Text>
      {text && <Text size="sm" c="dimmed" maw="46ch">{text}</Text>}
      {children && <Group mt="sm" justify="center">{children}</Group>}
    </Stack>
  );
}
