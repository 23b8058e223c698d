// The chosen tokens, revoked together: all of them or, where something is wrong, none.

import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { Uat } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { notifyDone } from '../../parts/problem-alert';
import { ME } from '../../parts/use-sign-out';
import { t } from '../../text';
import { TokenNames } from '../me/token-names';

interface Props { tokens: Uat[]; onDone: () => void; onClose: () => void }

export function RevokeMany({ tokens, onDone, onClose }: Props) {
  const words = t.allTokens.many;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const revoke = async () => {
    try {
      return await api.uats.revokeAll({ whose: 'company', ids: tokens.map(({ id }) => id), reason: reason.trim() || undefined });
    } catch (problem) {
      // Rights may have changed meanwhile.
      if (problem instanceof Problem && problem.status === 403) void queries.invalidateQueries({ queryKey: ME });
      throw problem;
    }
  };
  return (
    <Confirm
      title={words.title(tokens.length)} text={words.text} submit={words.submit(tokens.length)} isDangerous action={revoke}
      onDone={({ count }) => {
        onDone();
        onClose();
        notifyDone(words.revoked(count));
      }}
      onClose={onClose}
    >
      <TokenNames tokens={tokens} count={tokens.length} withOwner />
      <TextInput
        label={`${t.tokens.revokeReason} (${t.common.optional})`} description={t.tokens.revokeReasonHint}
        maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
