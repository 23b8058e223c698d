// Says to somebody that their address is not proved yet, and sends the link once more.

import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../api/calls';
import { t } from '../text';
import { useMe } from './me';
import { notifyProblem } from './problem-alert';

export function VerifyBanner() {
  const { user } = useMe();
  const send = useMutation({ mutationFn: api.me.sendVerification, onError: notifyProblem });
  if (user.email_verified) return null;
  return (
    <Alert className="cm-alert" data-tone="warn" mb="md" title={t.verify.bannerTitle}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" className="cm-wrap" style={{ flex: '1 1 260px' }} role="status">
          {send.data ? t.verify.bannerSent(send.data.sent_to) : t.verify.banner(user.email)}
          {send.data?.delivery === 'folder' && ` ${t.mail.folder}`}
        </Text>
        {!send.data && (
          <Button variant="default" size="xs" loading={send.isPending} onClick={() => send.mutate()}>
            {t.verify.resend}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
