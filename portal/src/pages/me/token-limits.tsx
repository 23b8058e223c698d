// The optional parts of a token: a list of what can be limited further. Each part is closed at
// first and says in its row what it is set to.

import { Collapse, Text, UnstyledButton } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { ChevronDownIcon } from '../../parts/icons';
import { t } from '../../text';
import './token-limits.css';

export function TokenLimits({ children }: { children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <Text id={id} fw={600} size="sm">{t.limits.title}</Text>
      <Text id={`${id}-hint`} size="xs" c="dimmed" mb={8}>{t.limits.hint}</Text>
      <div className="cm-limits">{children}</div>
    </div>
  );
}

interface Props {
  title: string;
  /** What it is set to, in a few words; `t.limits.none` where nothing is. */
  summary: string;
  /** A part with an error opens itself. */
  error?: ReactNode;
  children: ReactNode;
}

export function TokenLimit({ title, summary, error, children }: Props) {
  const [wants, setWants] = useState(false);
  const id = useId();
  const isOpen = wants || Boolean(error);
  return (
    <section>
      <UnstyledButton className="cm-limit" aria-expanded={isOpen} aria-controls={id} onClick={() => setWants(!isOpen)}>
        <span>{title}</span>
        <Text span size="sm" c="dimmed" truncate>{summary}</Text>
        <span className="cm-turn" data-open={isOpen}><ChevronDownIcon size={16} /></span>
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id}><div className="cm-limit-inside">{children}</div></Collapse>
    </section>
  );
}
