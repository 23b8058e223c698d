// The one-time link, to be sent by the person who made it.

import { Button, Group, Stack, Text } from '@mantine/core';
import type { Invitation, User } from '../../api/types';
import { CopyField } from '../../parts/copy-field';
import { timeWords } from '../../parts/dates';
import { Dialog } from '../../parts/dialog';
import { useMe } from '../../parts/me';
import { t } from '../../text';

interface Props { user: User; invitation: Invitation; onClose: () => void }

export function InvitationDialog({ user, invitation, onClose }: Props) {
  const { company } = useMe();
  return (
    <Dialog opened onClose={onClose} size="lg" title={t.users.invitation} closeOnEscape={false}>
      <Stack>
        <Text size="sm">{t.users.invitationSend(user.email)}</Text>
        <CopyField label={t.users.link} value={invitation.url} copyLabel={t.users.copyLink} autoFocus />
        <Text size="sm" c="dimmed">{t.users.invitationUntil(timeWords(invitation.expires_at, company.time_zone))}</Text>
        <Group justify="flex-end"><Button onClick={onClose}>{t.common.done}</Button></Group>
      </Stack>
    </Dialog>
  );
}
