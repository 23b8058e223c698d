// Who sees a campaign: everybody, or the people of some teams.

import { Alert, Radio, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { Campaign, CampaignAccess } from '../../../api/types';
import { FormFoot } from '../../../parts/form-foot';
import { navigate } from '../../../parts/hash-location';
import { useMay, useMe } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { useServerForm } from '../../../parts/use-server-form';
import { t } from '../../../text';
import { Fields } from '../fields';
import { LeaveCampaign } from './leave-campaign';
import { shutsOut } from './shuts-out';
import { Teams } from './teams';

type Access = CampaignAccess['access'];

export function AccessTab({ campaign }: { campaign: Campaign }) {
  const access = useQuery({ queryKey: ['campaigns', 'access', campaign.id], queryFn: () => api.campaigns.access(campaign.id) });
  return (
    <Panel title={t.campaign.access.title} lead={t.campaign.access.lead}>
      {access.data ? <AccessForm campaign={campaign} access={access.data} />
        : access.error ? <ProblemAlert error={access.error} onRetry={() => void access.refetch()} /> : <Skeleton height={180} />}
    </Panel>
  );
}

const valuesOf = ({ access, teams }: CampaignAccess) => ({ access, teams: teams.map(({ id }) => String(id)) });
type Values = ReturnType<typeof valuesOf>;

function AccessForm({ campaign: { id, name }, access }: { campaign: Campaign; access: CampaignAccess }) {
  const w = t.campaign.access;
  const me = useMe();
  const may = useMay();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<Values | null>(null);
  const { form, adopt } = useServerForm(valuesOf(access));
  const write = (values: Values) => api.campaigns.setAccess(id, { access: values.access, teams: values.teams.map(Number) });
  const { submit, isSaving, alert } = useSave({
    form,
    save: async (values) => {
      const isLeaving = values.access === 'limited' && await shutsOut(me, values.teams.map(Number));
      return isLeaving ? null : write(values);
    },
    onSaved: (saved, values) => {
      // Null: a question comes first.
      if (!saved) return setLeaving(values);
      queries.setQueryData(['campaigns', 'access', id], saved);
      // A team shows its campaigns.
      void queries.invalidateQueries({ queryKey: ['teams'] });
      adopt(valuesOf(saved));
      return notifyDone(w.saved);
    },
  });
  const { access: chosen, teams } = form.values;
  return (
    <>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <Fields>
            <Stack>
              <Radio.Group label={w.label} {...form.getInputProps('access')}>
                <Stack gap={10} mt="sm">
                  {(Object.keys(w.choices) as Access[]).map((value) => (
                    <Radio key={value} value={value} label={w.choices[value].label} description={w.choices[value].text} />
                  ))}
                </Stack>
              </Radio.Group>
              {chosen === 'limited' && <Teams known={access.teams} {...form.getInputProps('teams')} />}
            </Stack>
          </Fields>
          {chosen === 'limited' && teams.length === 0 && (
            <Alert className="cm-alert" data-tone="warn" title={w.nobodyTitle}>{w.nobody}</Alert>
          )}
          {may('campaign_edit') && <FormFoot isDirty={form.isDirty()} isSaving={isSaving} onDiscard={form.reset} />}
        </Stack>
      </form>
      {leaving && (
        <LeaveCampaign
          action={() => write(leaving)} onClose={() => setLeaving(null)}
          onDone={() => {
            navigate('/campaigns');
            queries.removeQueries({ queryKey: ['campaigns'] });
            notifyDone(w.left(name));
          }}
        />
      )}
    </>
  );
}
