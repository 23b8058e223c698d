// Buttons that tick the rights of a common job.

import { Button, Group, Text } from '@mantine/core';
import { useId } from 'react';
import type { Permission } from '../../api/types';
import { t } from '../../text';
import { presetsFor } from './presets';

interface Props { permissions: Permission[]; value: string[]; onChange: (value: string[]) => void }

export function PresetPicker({ permissions, value, onChange }: Props) {
  const id = useId();
  const presets = presetsFor(permissions);
  if (presets.length === 0) return null;
  const isChosen = (rights: string[]) => rights.length === value.length && rights.every((right) => value.includes(right));
  return (
    <div role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <Text id={id} fw={600} size="sm">{t.presets.label}</Text>
      <Text id={`${id}-hint`} size="xs" c="dimmed" mb={8}>{t.presets.hint}</Text>
      <Group gap="xs">
        {presets.map(([preset, rights]) => (
          <Button
            key={preset} size="compact-sm" variant={isChosen(rights) ? 'filled' : 'default'} aria-pressed={isChosen(rights)}
            onClick={() => onChange(rights)}
          >
            {t.presets[preset]}
          </Button>
        ))}
      </Group>
    </div>
  );
}
