// A link is on its way. Only the mailbox has it; here stands where it went, and until when.

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { MailSent } from '../../api/types';
import { timeWords } from '../../parts/dates';
import { Dialog } from '../../parts/dialog';
import { useMe } from '../../parts/me';
import { t } from '../../text';

interface Props { title: string; sent: MailSent; onClose: () => void }

export function MailSentDialog({ title, sent, onClose }: Props) {
  const { company } = useMe();
  return (
    <Dialog opened onClose={onClose} size="md" title={title}>
      <Stack>
        <Text size="sm" className="cm-wrap">{t.mail.sentTo} <strong>{sent.sent_to}</strong>.</Text>
        <Text size="sm" c="dimmed">{t.mail.until(timeWords(sent.expires_at, company.time_zone))}</Text>
        {sent.delivery === 'folder' && <Alert className="cm-alert" data-tone="quiet">{t.mail.folder}</Alert>}
        <Group justify="flex-end"><Button onClick={onClose} data-autofocus>{t.common.done}</Button></Group>
      </Stack>
    </Dialog>
  );
}
