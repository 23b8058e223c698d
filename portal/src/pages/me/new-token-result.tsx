// The token, once. Leaving without "Done" asks first.

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { NewUat } from '../../api/types';
import { CopyField } from '../../parts/copy-field';
import { AlertIcon } from '../../parts/icons';
import { t } from '../../text';

interface Props { uat: NewUat; isLeaving: boolean; onStay: () => void; onDone: () => void }

export function NewTokenResult({ uat, isLeaving, onStay, onDone }: Props) {
  const command = `curl -H "Authorization: UAT ${uat.token}" ${window.location.origin}/api/v2/me/`;
  return (
    <Stack gap="lg">
      <Alert className="cm-alert" data-tone="warn" icon={<AlertIcon />} title={t.newToken.once}>{t.newToken.onceText}</Alert>
      <CopyField label={t.newToken.token} value={uat.token} copyLabel={t.newToken.copyToken} autoFocus />
      <CopyField label={t.newToken.try} value={command} copyLabel={t.newToken.copyTry} isBlock />
      {isLeaving ? (
        <Alert className="cm-alert" data-tone="bad" role="alert" title={t.newToken.leaveTitle}>
          <Text size="sm" mb="sm">{t.newToken.leaveText}</Text>
          <Group gap="xs">
            <Button size="xs" variant="default" autoFocus onClick={onStay}>{t.newToken.stay}</Button>
            <Button size="xs" color="danger" onClick={onDone}>{t.newToken.leave}</Button>
          </Group>
        </Alert>
      ) : <Group justify="flex-end"><Button onClick={onDone}>{t.common.done}</Button></Group>}
    </Stack>
  );
}
