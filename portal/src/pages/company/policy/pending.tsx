// A change that waits for its day. There is one at a time.

import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { CompanyPolicy } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { dateWords, daysBetween, daysWords } from '../../../parts/dates';
import { ClockIcon } from '../../../parts/icons';
import { notifyDone } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { ChangesShown } from './rules-shown';
import './policy.css';

interface Props { policy: CompanyPolicy; pending: NonNullable<CompanyPolicy['pending']>; mayCancel?: boolean }

export function Pending({ policy, pending, mayCancel }: Props) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const p = t.policy;
  const day = dateWords(pending.starts_on);
  return (
    <Alert
      className="cm-alert" data-tone="warn" icon={<ClockIcon />}
      title={p.waits(day, daysWords(daysBetween(policy.today, pending.starts_on)))}
    >
      <Stack gap="sm" align="flex-start">
        <ChangesShown before={policy} after={pending} />
        {mayCancel && (
          <>
            <Text size="sm">{p.oneWaits}</Text>
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>{p.cancel}</Button>
          </>
        )}
      </Stack>
      {isAsking && (
        <Confirm
          title={p.cancelTitle(day)} text={p.cancelText} submit={p.cancel}
          action={api.policy.cancel}
          onDone={() => {
            setAsking(false);
            void queries.invalidateQueries({ queryKey: ['policy'] });
            notifyDone(p.cancelled);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Alert>
  );
}
