// Above a list: how many of its rows are chosen, and what can be done with all of them.

import { Button, Checkbox, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import './selection-bar.css';
import type { Selection } from './use-selection';

interface Props<Row> {
  /** The rows of this page that can be chosen. */
  here: Row[];
  selection: Selection<Row>;
  words: { select: string; chooseAll: string; clear: string; chosen: (count: number) => string };
  /** Buttons. */
  children: ReactNode;
}

export function SelectionBar<Row>({ here, selection: { rows, has, set, clear }, words, children }: Props<Row>) {
  const chosenHere = here.filter(has).length;
  return (
    <div className="cm-selection" role="group" aria-label={words.select}>
      <Checkbox
        label={words.chooseAll} checked={here.length > 0 && chosenHere === here.length} disabled={here.length === 0}
        indeterminate={chosenHere > 0 && chosenHere < here.length} onChange={(event) => set(here, event.currentTarget.checked)}
      />
      <Text size="sm" role="status" fw={550}>{rows.length > 0 ? words.chosen(rows.length) : ''}</Text>
      {rows.length > 0 && (
        <Group gap="xs">
          {children}
          <Button size="xs" variant="subtle" onClick={clear}>{words.clear}</Button>
        </Group>
      )}
    </div>
  );
}
