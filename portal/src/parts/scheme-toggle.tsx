// Light, dark, or as the device has it: one button that goes round.

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { t } from '../text';
import { AutoIcon, MoonIcon, SunIcon } from './icons';

const next = { light: 'dark', dark: 'auto', auto: 'light' } as const;
const icons = { light: SunIcon, dark: MoonIcon, auto: AutoIcon };

export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  const label = t.menu.scheme[colorScheme];
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle" color="gray" size="lg" className="cm-quiet-button" aria-label={label}
        onClick={() => setColorScheme(next[colorScheme])}
      >
        <Icon />
      </ActionIcon>
    </Tooltip>
  );
}
