// The landing page and the e-label of a campaign.

import { Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Campaign, CampaignOptions } from '../../../api/types';
import { FormFoot } from '../../../parts/form-foot';
import { useMay } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { useServerForm } from '../../../parts/use-server-form';
import { t } from '../../../text';
import { Fields } from '../fields';

const valuesOf = ({ landing_page, e_label }: CampaignOptions) => ({ landing_page, e_label });

export function Addresses({ campaign: { id }, options }: { campaign: Campaign; options: CampaignOptions }) {
  const r = t.campaign.redirect;
  const may = useMay();
  const queries = useQueryClient();
  const { form, adopt } = useServerForm(valuesOf(options));
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => api.campaigns.setOptions(id, values),
    onSaved: (saved) => {
      queries.setQueryData(['campaigns', 'options', id], saved);
      adopt(valuesOf(saved));
      notifyDone(r.addressesSaved);
    },
  });
  const input = (name: 'landing_page' | 'e_label', label: string) => (
    <TextInput
      label={`${label} (${t.common.optional})`} description={r.placeholders} type="url" placeholder={r.example} {...form.getInputProps(name)}
    />
  );
  return (
    <Panel title={r.addresses} lead={r.addressesLead}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <Fields><Stack>{input('landing_page', r.landingPage)}{input('e_label', r.eLabel)}</Stack></Fields>
          {may('campaign_edit') && <FormFoot isDirty={form.isDirty()} isSaving={isSaving} onDiscard={form.reset} />}
        </Stack>
      </form>
    </Panel>
  );
}
