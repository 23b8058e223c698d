// The end of a form that stays on the page: the button that saves it, and whether something waits
// for that. At the left, because messages come up at the right. The button can always have the
// focus, so that nobody loses their place by saving.

import { Button, Group, Text } from '@mantine/core';
import { t } from '../text';
import './form-foot.css';

interface Props { isDirty: boolean; isSaving: boolean; onDiscard: () => void }

export function FormFoot({ isDirty, isSaving, onDiscard }: Props) {
  return (
    <div className="cm-form-foot">
      <Group gap="sm">
        <Button
          type="submit" loading={isSaving} data-disabled={!isDirty || undefined} aria-disabled={!isDirty}
          onClick={(event) => { if (!isDirty) event.preventDefault(); }}
        >
          {t.common.saveChanges}
        </Button>
        {isDirty && !isSaving && <Button variant="default" onClick={onDiscard}>{t.common.discard}</Button>}
      </Group>
      <Text size="sm" c="dimmed" role="status">{isDirty ? t.common.unsaved : ''}</Text>
    </div>
  );
}
