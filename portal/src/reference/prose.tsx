// Text of the document, which is English: paragraphs, and `code` between backticks. No HTML is taken
// from it.

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function inline(text: string): ReactNode {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at} className="cm-mono">{part}</code> : part));
}

export function Prose({ text }: { text: string | undefined }) {
  if (!text) return null;
  return text.split(/\n\s*\n/).map((paragraph) => (
    <Text key={paragraph} lang="en" maw="75ch" className="cm-prose">{inline(paragraph)}</Text>
  ));
}
