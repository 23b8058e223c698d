// The frame of every page: title, lead, actions. After a change of page the heading takes the
// focus, so that a screen reader says where we are.

import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../text';

interface Props {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

let isFirstPage = true;

export function Page({ title, lead, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title]);

  useEffect(() => {
    // On arrival the browser's own order (skip link first) is the better one.
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);

  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <div>
          <Title order={1} ref={heading} tabIndex={-1} className="cm-wrap">{title}</Title>
          {lead && <Text c="dimmed" mt={4} maw="65ch">{lead}</Text>}
        </div>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

interface PanelProps { title: ReactNode; lead?: string; children: ReactNode }

/** A titled part of a page on its own ground. */
export function Panel({ title, lead, children }: PanelProps) {
  const id = useId();
  return (
    <section className="cm-panel cm-pad" aria-labelledby={id}>
      <Title order={2} id={id}>{title}</Title>
      {lead && <Text c="dimmed" size="sm" mt={2}>{lead}</Text>}
      <Box mt="md">{children}</Box>
    </section>
  );
}
