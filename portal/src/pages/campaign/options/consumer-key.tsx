// The key by which landing pages name this campaign.

import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { ConsumerKey as Key } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { CopyField } from '../../../parts/copy-field';
import { Panel } from '../../../parts/page';
import { notifyDone, notifyProblem, ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';

export function ConsumerKey({ campaign }: { campaign: number }) {
  const w = t.campaign.options;
  const queries = useQueryClient();
  const [isRenewing, setRenewing] = useState(false);
  const queryKey = ['campaigns', 'key', campaign];
  const shown = useQuery({ queryKey, queryFn: () => api.campaigns.key(campaign) });
  const renewed = (made: Key) => {
    setRenewing(false);
    queries.setQueryData(queryKey, made);
    notifyDone(w.renewed);
  };
  // Where there is none, nothing can break.
  const make = useMutation({ mutationFn: () => api.campaigns.renewKey(campaign), onSuccess: renewed, onError: notifyProblem });
  return (
    <Panel title={w.key} lead={w.keyLead}>
      {shown.error && !shown.data && <ProblemAlert error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.isPending && <Skeleton height={72} />}
      {shown.data && (
        <Stack align="flex-start">
          {shown.data.key ? (
            <>
              <div className="cm-option-key"><CopyField label={w.key} value={shown.data.key} copyLabel={w.copyKey} /></div>
              <Text size="sm" c="dimmed">{w.keyHeader}</Text>
              <Button variant="default" onClick={() => setRenewing(true)}>{w.renew}</Button>
            </>
          ) : (
            <>
              <Text size="sm">{w.noKey}</Text>
              <Button loading={make.isPending} onClick={() => make.mutate()}>{w.makeKey}</Button>
            </>
          )}
        </Stack>
      )}
      {isRenewing && (
        <Confirm
          title={w.renewTitle} text={w.renewText} submit={w.renew} isDangerous
          action={() => api.campaigns.renewKey(campaign)} onDone={renewed} onClose={() => setRenewing(false)}
        />
      )}
    </Panel>
  );
}
