// The switch of it all. It counts at once, and is switched back as easily.

import { Skeleton, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Campaign } from '../../../api/types';
import { Panel } from '../../../parts/page';
import { notifyDone, notifyProblem, ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Fields } from '../fields';

export function Enable({ campaign: { id } }: { campaign: Campaign }) {
  const w = t.campaign.scm;
  const queries = useQueryClient();
  const key = ['campaigns', 'options', id];
  const options = useQuery({ queryKey: key, queryFn: () => api.campaigns.options(id) });
  const change = useMutation({
    mutationFn: (scm_enabled: boolean) => api.campaigns.setOptions(id, { scm_enabled }),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      notifyDone(saved.scm_enabled ? w.isOn : w.isOff);
    },
    onError: notifyProblem,
  });
  const isOn = change.isPending ? change.variables : options.data?.scm_enabled;
  return (
    <Panel title={w.enable}>
      {options.error && !options.data && <ProblemAlert error={options.error} onRetry={() => void options.refetch()} />}
      {options.isPending && <Skeleton height={44} />}
      {options.data && (
        <Fields>
          <Switch
            label={w.enabled} description={w.enableText} checked={isOn}
            onChange={(event) => { if (!change.isPending) change.mutate(event.currentTarget.checked); }}
          />
        </Fields>
      )}
    </Panel>
  );
}
