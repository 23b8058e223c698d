// A new webhook, then the one time that its secret is shown. Leaving without "Done" asks first.

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { NewWebhook as Made } from '../../api/types';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { AlertIcon } from '../../parts/icons';
import { t } from '../../text';
import { WebhookForm } from './webhook-form';

export function NewWebhook({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const w = t.webhooks;
  // The secret lives here and nowhere else; it is gone when the dialog is.
  const [made, setMade] = useState<Made | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  if (!made) {
    return (
      <Dialog opened onClose={onClose} size="lg" title={w.createTitle}>
        <WebhookForm webhook={null} save={api.webhooks.create} onSaved={(one) => { setMade(one); onMade(); }} onCancel={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog opened size="lg" title={w.doneTitle} closeOnEscape={false} onClose={() => setLeaving(true)}>
      <Stack gap="lg">
        <Alert className="cm-alert" data-tone="warn" icon={<AlertIcon />} title={w.once}>{w.onceText}</Alert>
        <CopyField label={w.secret} value={made.secret} copyLabel={w.copySecret} autoFocus />
        <div>
          <Text size="sm" fw={600} mb={4}>{w.verify}</Text>
          <Text size="sm" c="dimmed">{w.verifyText}</Text>
        </div>
        {isLeaving ? (
          <Alert className="cm-alert" data-tone="bad" role="alert" title={w.leaveTitle}>
            <Text size="sm" mb="sm">{w.leaveText}</Text>
            <Group gap="xs">
              <Button size="xs" variant="default" autoFocus onClick={() => setLeaving(false)}>{w.stay}</Button>
              <Button size="xs" color="danger" onClick={onClose}>{w.leave}</Button>
            </Group>
          </Alert>
        ) : <Group justify="flex-end"><Button onClick={onClose}>{t.common.done}</Button></Group>}
      </Stack>
    </Dialog>
  );
}
