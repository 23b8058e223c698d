// The end of a form in a dialog: away without a trace, or done.

import { Button, Group } from '@mantine/core';
import { t } from '../text';

/** `submit` says what the button does, where that is not to save. */
export function DialogFoot({ submit = t.common.save, isSaving, onClose }: { submit?: string; isSaving: boolean; onClose: () => void }) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
      <Button type="submit" loading={isSaving}>{submit}</Button>
    </Group>
  );
}
