// Where scans are sent, by country. The first rule is for all others and stays where it is.

import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../../api/calls';
import type { Campaign, CampaignOptions, RedirectRule } from '../../../api/types';
import { FormFoot } from '../../../parts/form-foot';
import { AlertIcon, PlusIcon } from '../../../parts/icons';
import { useMay } from '../../../parts/me';
import { moved } from '../../../parts/order';
import { Panel } from '../../../parts/page';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { Sortable } from '../../../parts/sortable';
import { useSave } from '../../../parts/use-save';
import { useServerForm } from '../../../parts/use-server-form';
import { t } from '../../../text';
import { Fields } from '../fields';
import { draftOf, MOST_RULES, mistakesIn, newRule, rulesOf } from './draft';
import { RuleRow } from './rule-row';

interface Props { campaign: Campaign; options: CampaignOptions; rules: RedirectRule[] }

export function Rules({ campaign: { id }, options, rules }: Props) {
  const r = t.campaign.redirect;
  const may = useMay();
  const queries = useQueryClient();
  const add = useRef<HTMLButtonElement>(null);
  const { form, adopt } = useServerForm(draftOf(rules), { validate: (values) => mistakesIn(values.rules) });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => api.campaigns.setRedirects(id, rulesOf(values.rules)),
    onSaved: (saved) => {
      queries.setQueryData(['campaigns', 'redirects', id], saved);
      adopt(draftOf(saved.rules));
      notifyDone(r.saved);
    },
  });
  const draft = form.values.rules;
  const canEdit = may('campaign_edit');
  const setRules = (next: typeof draft) => {
    form.clearErrors();
    form.setFieldValue('rules', next);
  };
  const [first, ...others] = draft;
  return (
    <Panel title={r.rules} lead={r.rulesLead}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          {form.errors.rules && <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />}>{form.errors.rules}</Alert>}
          <Fields>
            <div className="cm-rules">
              {first && <div className="cm-rule-first"><RuleRow form={form} at={0} options={options} /></div>}
              <Sortable
                label={r.rules} items={others} keyOf={({ key }) => key} nameOf={(rule) => r.rule(draft.indexOf(rule) + 1)}
                onMove={canEdit ? (from, to) => setRules([first!, ...moved(others, from, to)]) : undefined}
              >
                {(_, at) => (
                  <RuleRow
                    form={form} at={at + 1} options={options}
                    onRemove={canEdit ? () => {
                      setRules(draft.filter((_rule, other) => other !== at + 1));
                      add.current?.focus();
                    } : undefined}
                  />
                )}
              </Sortable>
            </div>
          </Fields>
          {canEdit && (
            <div>
              <Button
                ref={add} variant="default" leftSection={<PlusIcon />} disabled={draft.length >= MOST_RULES}
                onClick={() => setRules([...draft, newRule('custom')])}
              >
                {r.add}
              </Button>
              {draft.length >= MOST_RULES && <Text size="sm" c="dimmed" mt={4}>{r.most(MOST_RULES)}</Text>}
            </div>
          )}
          {canEdit && <FormFoot isDirty={form.isDirty()} isSaving={isSaving} onDiscard={form.reset} />}
        </Stack>
      </form>
    </Panel>
  );
}
