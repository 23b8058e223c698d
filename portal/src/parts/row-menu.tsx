// The actions of one row behind three dots.

import { ActionIcon, Menu } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { t } from '../text';
import { MoreIcon } from './icons';

export interface RowAction { label: string; onClick: () => void; isDangerous?: boolean; icon?: ReactNode }

export function RowMenu({ name, actions }: { name: string; actions: (RowAction | false)[] }) {
  const dots = useRef<HTMLButtonElement>(null);
  const shown = actions.filter((action) => action !== false);
  if (shown.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false} shadow="md" width={220}>
      <Menu.Target>
        <ActionIcon
          ref={dots} variant="subtle" color="gray" size="lg" aria-label={t.common.actionsFor(name)} className="cm-quiet-button"
        >
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map(({ label, onClick, isDangerous, icon }) => (
          <Menu.Item
            key={label} leftSection={icon} className={isDangerous ? 'cm-danger-item' : undefined}
            onClick={() => {
              // The item is about to vanish; the dialog that opens now must know where to go back to.
              dots.current?.focus();
              onClick();
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
