// Above the list: how many codes are chosen, and what can be done with all of them.

import { Button, Checkbox, Group, Text } from '@mantine/core';
import type { Code } from '../../api/types';
import { t } from '../../text';
import type { Action } from './status-action';
import type { Selection } from './use-selection';

interface Props { rows: Code[]; selection: Selection; onAction: (action: Action) => void }

export function SelectionBar({ rows, selection: { ids, has, set, clear }, onAction }: Props) {
  const here = rows.map(({ extended_id: id }) => id);
  const chosenHere = here.filter(has).length;
  return (
    <div className="cm-selection" role="group" aria-label={t.codes.columns.select}>
      <Checkbox
        label={t.codes.chooseAll} checked={chosenHere === here.length} indeterminate={chosenHere > 0 && chosenHere < here.length}
        onChange={(event) => set(here, event.currentTarget.checked)}
      />
      <Text size="sm" role="status" fw={550}>{ids.length > 0 ? t.codes.chosen(ids.length) : ''}</Text>
      {ids.length > 0 && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onAction({ kind: 'activate', ids })}>{t.codes.activate}</Button>
          <Button size="xs" variant="default" onClick={() => onAction({ kind: 'deactivate', ids })}>{t.codes.deactivate}</Button>
          <Button size="xs" variant="default" onClick={() => onAction({ kind: 'blacklist', ids })}>{t.codes.blacklist}</Button>
          <Button size="xs" variant="subtle" onClick={clear}>{t.codes.clear}</Button>
        </Group>
      )}
    </div>
  );
}
