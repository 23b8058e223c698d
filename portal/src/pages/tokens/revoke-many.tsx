// The chosen tokens, revoked one after the other. Those that could not be are told one by one.

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Uat } from '../../api/types';
import { AlertIcon } from '../../parts/icons';
import { Dialog } from '../../parts/dialog';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { problemWords } from '../../parts/problem-words';
import { SmallBar } from '../../parts/small-bar';
import { ME } from '../../parts/use-sign-out';
import { t } from '../../text';
import { ownerWords } from '../me/token-columns';
import { TokenNames } from '../me/token-names';
import { revokeInTurn, type Outcome } from './revoke-in-turn';

interface Props { tokens: Uat[]; onDone: (revoked: Uat[]) => void; onClose: () => void }

export function RevokeMany({ tokens, onDone, onClose }: Props) {
  const words = t.allTokens.many;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [done, setDone] = useState(0);
  const revoke = useMutation({
    mutationFn: () => revokeInTurn(tokens, reason.trim(), setDone),
    onSuccess: ({ revoked, refused, stopped }) => {
      onDone(revoked);
      // Rights may have changed meanwhile.
      if (stopped?.status === 403 || refused.length > 0) void queries.invalidateQueries({ queryKey: ME });
      if (refused.length > 0 || stopped) return;
      onClose();
      notifyDone(words.revoked(revoked.length));
    },
    gcTime: 0,
  });
  const close = () => { if (!revoke.isPending) onClose(); };
  if (revoke.data) return <Rest outcome={revoke.data} onClose={onClose} />;
  return (
    <Dialog opened onClose={close} title={words.title(tokens.length)}>
      <Stack>
        <Text size="sm">{words.text}</Text>
        <TokenNames tokens={tokens} count={tokens.length} withOwner />
        <TextInput
          label={`${t.tokens.revokeReason} (${t.common.optional})`} description={t.tokens.revokeReasonHint} disabled={revoke.isPending}
          maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemAlert error={revoke.error} />
        {revoke.isPending && <SmallBar label={words.running} done={done} of={tokens.length} words={words.done(done, tokens.length)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} disabled={revoke.isPending} data-autofocus>{t.common.cancel}</Button>
          <Button color="danger" loading={revoke.isPending} onClick={() => revoke.mutate()}>{words.submit(tokens.length)}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Rest({ outcome: { revoked, refused, stopped }, onClose }: { outcome: Outcome; onClose: () => void }) {
  const words = t.allTokens.many;
  return (
    <Dialog opened onClose={onClose} title={words.restTitle}>
      <Stack>
        <Text size="sm" role="status">{words.revoked(revoked.length)}</Text>
        <ProblemAlert error={stopped} />
        {refused.length > 0 && (
          <Alert className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.refusedTitle(refused.length)}>
            <Stack gap={6}>
              {refused.map(({ uat, problem }) => (
                <Text key={uat.id} size="sm" className="cm-wrap">
                  {t.common.pair(t.allTokens.of(uat.name, ownerWords(uat)), problemWords(problem).lines.join(' '))}
                </Text>
              ))}
            </Stack>
          </Alert>
        )}
        <Group justify="flex-end"><Button onClick={onClose} data-autofocus>{t.common.close}</Button></Group>
      </Stack>
    </Dialog>
  );
}
