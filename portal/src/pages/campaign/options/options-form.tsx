// What a campaign tells its landing pages, and what consumers may do there.

import { Anchor, Stack, Switch, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import type { CampaignOptions, ScmField } from '../../../api/types';
import { FormFoot } from '../../../parts/form-foot';
import { objectIn } from '../../../parts/json-object';
import { useMay } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { useServerForm } from '../../../parts/use-server-form';
import { t } from '../../../text';
import { Fields } from '../fields';
import { unnest } from '../unnest';
import { changeOf, valuesOf } from './values';
import './options.css';

/** The fields that "consumed" is kept in. */
const CONSUMED = ['is_consumed', 'consumed_date'];

interface Props { campaign: number; options: CampaignOptions; fields: ScmField[] }

export function OptionsForm({ campaign, options, fields }: Props) {
  const w = t.campaign.options;
  const may = useMay();
  const queries = useQueryClient();
  const { form, adopt } = useServerForm(valuesOf(options), { validate: { stc_config: (text) => (objectIn(text) ? null : w.configBad) } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => api.campaigns.setOptions(campaign, changeOf(values)).catch((error: unknown) => unnest(error, 'complaints', 'wechat')),
    onSaved: (saved) => {
      queries.setQueryData(['campaigns', 'options', campaign], saved);
      adopt(valuesOf(saved));
      notifyDone(w.saved);
    },
  });
  const { complaints, wechat, channel } = form.values;
  const toggle = (name: 'is_enabled' | 'serial_number_lookup_enabled' | 'mark_consumed' | 'complaints' | 'wechat' | 'channel', label: string, text: string) => (
    <Switch label={label} description={text} {...form.getInputProps(name, { type: 'checkbox' })} />
  );
  const canConsume = CONSUMED.every((name) => fields.some(({ key, active }) => key === name && active));
  const optional = (label: string) => `${label} (${t.common.optional})`;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <ProblemAlert {...alert} />
        <Fields>
          <Stack gap="lg">
            <Panel title={w.landing} lead={w.landingLead}>
              <Stack gap="lg">
                {toggle('is_enabled', w.isEnabled, w.isEnabledText)}
                {toggle('serial_number_lookup_enabled', w.lookup, w.lookupText)}
                <div>
                  {toggle('mark_consumed', w.consumed, w.consumedText)}
                  {!canConsume && (
                    <p className="cm-option-hint">
                      {w.consumedFields} <Anchor component={Link} href={`/campaigns/${campaign}?tab=scm`} inherit>{w.toFields}</Anchor>
                    </p>
                  )}
                </div>
                <TextInput label={optional(w.gaKey)} description={w.gaKeyHint} autoComplete="off" {...form.getInputProps('ga_key')} />
                <Textarea
                  label={optional(w.config)} description={w.configHint} autosize minRows={3} maxRows={14} spellCheck={false} className="cm-json"
                  {...form.getInputProps('stc_config')}
                />
              </Stack>
            </Panel>
            <Panel title={w.complaints}>
              <Stack gap="lg">
                {toggle('complaints', w.complaintsOn, w.complaintsOnText)}
                {complaints && <TextInput label={w.complaintsTo} type="email" autoComplete="off" {...form.getInputProps('to_email')} />}
              </Stack>
            </Panel>
            <Panel title={w.wechat}>
              <Stack gap="lg">
                {toggle('wechat', w.wechatOn, w.wechatOnText)}
                {wechat && toggle('channel', w.channel, w.channelText)}
                {wechat && channel && (
                  <>
                    <TextInput label={w.channelPage} type="url" placeholder="https://" {...form.getInputProps('landing_page')} />
                    <TextInput label={w.channelId} autoComplete="off" {...form.getInputProps('channel_id')} />
                  </>
                )}
              </Stack>
            </Panel>
          </Stack>
        </Fields>
        {may('campaign_edit') && <div className="cm-panel cm-option-foot"><FormFoot isDirty={form.isDirty()} isSaving={isSaving} onDiscard={form.reset} /></div>}
      </Stack>
    </form>
  );
}
