// The frame of the screens in front of the sign-in.

import { Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../text';
import { Mark } from './icons';
import { LanguageSwitch } from './language-switch';
import { SchemeToggle } from './scheme-toggle';
import './door.css';

export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
    heading.current?.focus();
  }, [title]);
  return (
    <div className="cm-door">
      <header><span className="cm-door-brand"><Mark size={30} />{t.product}</span><span className="cm-door-switches"><LanguageSwitch /><SchemeToggle /></span></header>
      <main className="cm-panel">
        <Stack gap="lg">
          <div>
            <Title order={1} ref={heading} tabIndex={-1}>{title}</Title>
            {lead && <Text c="dimmed" mt={4}>{lead}</Text>}
          </div>
          {children}
        </Stack>
      </main>
    </div>
  );
}
