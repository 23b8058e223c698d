// Below a list: which of its rows these are, and the ways to the others.

import { ActionIcon, Group, Text } from '@mantine/core';
import type { Page } from '../api/types';
import { t } from '../text';
import { ChevronLeftIcon, ChevronRightIcon } from './icons';
import { positionOf, type Position } from './paging';

interface Props {
  page: Page<unknown>;
  /** How many rows are before this page. */
  from: number;
  onGo: (position: Position) => void;
}

export function Pager({ page: { count, next, previous, results }, from, onGo }: Props) {
  return (
    <Group component="nav" justify="space-between" className="cm-pager" aria-label={t.common.pages}>
      <Text size="sm" c="dimmed" role="status">{t.common.paging(Math.min(from + 1, count), from + results.length, count)}</Text>
      {(next || previous) && (
        <Group gap="xs">
          <ActionIcon
            variant="default" size="lg" aria-label={t.common.previousPage} disabled={!previous} onClick={() => onGo(positionOf(previous))}
          >
            <ChevronLeftIcon />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t.common.nextPage} disabled={!next} onClick={() => onGo(positionOf(next))}>
            <ChevronRightIcon />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}
