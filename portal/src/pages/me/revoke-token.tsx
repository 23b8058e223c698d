import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';

interface Props { uat: Uat; onDone: () => void; onClose: () => void }

export function RevokeToken({ uat, onDone, onClose }: Props) {
  const [reason, setReason] = useState('');
  return (
    <Confirm
      title={t.tokens.revokeTitle(uat.name)} text={t.tokens.revokeText} submit={t.tokens.revoke} isDangerous
      action={() => api.uats.revoke(uat.id, reason.trim())}
      onDone={() => {
        onDone();
        onClose();
        notifyDone(t.tokens.revoked(uat.name));
      }}
      onClose={onClose}
    >
      <TextInput
        label={`${t.tokens.revokeReason} (${t.common.optional})`} description={t.tokens.revokeReasonHint}
        maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
