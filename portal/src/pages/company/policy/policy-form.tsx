// Other rules: first what they would do, then the button that makes them so.

import { Button, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../../api/calls';
import type { CompanyPolicy, Permission, PolicyChange, PolicyPreview, Rules } from '../../../api/types';
import { Panel } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';
import { RightsPicker } from '../../me/rights-picker';
import '../../me/new-token.css';
import { Choice } from './choice';
import { Preview } from './preview';
import { StartsOn } from './starts-on';
import { changeOf, MEMBERS } from './words';

interface Props { policy: CompanyPolicy; permissions: Permission[] }

export function PolicyForm({ policy, permissions }: Props) {
  const p = t.policy;
  const [seen, setSeen] = useState<{ change: PolicyChange; preview: PolicyPreview } | null>(null);
  const needNumber = (value: unknown) => (typeof value === 'number' ? null : p.needNumber);
  const form = useForm({
    initialValues: { ...rulesOf(policy), starts_on: policy.today },
    validate: { min_days: needNumber, default_days: needNumber, max_days: needNumber },
  });
  const { starts_on, ...after } = form.values;
  const change: PolicyChange = { ...changeOf(policy, after), ...(starts_on > policy.today && { starts_on }) };
  const isChanged = MEMBERS.some((member) => member in change);
  const { submit, isSaving, alert } = useSave({
    form,
    save: () => api.policy.preview(change),
    onSaved: (preview) => setSeen({ change, preview }),
  });
  const days = (name: 'min_days' | 'default_days' | 'max_days') => (
    <NumberInput
      label={p.members[name]} description={p.hints[name]} suffix={p.daysSuffix} min={0} max={3650} allowDecimal={false}
      allowNegative={false} clampBehavior="none" hideControls {...form.getInputProps(name)}
    />
  );
  // What a token never carries anyway need not be forbidden.
  const forbiddable = permissions
    .filter(({ grantable, name }) => grantable || policy.forbidden.includes(name))
    .map((permission) => ({ ...permission, grantable: true }));

  return (
    <>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <Panel title={p.lifeTitle}>
            <div className="cm-policy-numbers">{days('min_days')}{days('default_days')}{days('max_days')}</div>
          </Panel>
          <Panel title={p.rightsTitle}>
            <RightsPicker
              permissions={forbiddable} label={p.members.forbidden} hint={p.hints.forbidden} {...form.getInputProps('forbidden')}
            />
          </Panel>
          <Panel title={p.signInTitle}>
            <Stack gap="lg">
              <Switch
                label={p.members.password_jwt} description={p.hints.password_jwt}
                {...form.getInputProps('password_jwt', { type: 'checkbox' })}
              />
              <Choice name="second_factor" choices={p.secondFactors} {...form.getInputProps('second_factor')} />
            </Stack>
          </Panel>
          <Panel title={p.leakTitle}>
            <Stack gap="lg">
              <Choice name="leak_action" choices={p.leakActions} {...form.getInputProps('leak_action')} />
              <Choice name="superseded_use" choices={p.supersededUses} {...form.getInputProps('superseded_use')} />
            </Stack>
          </Panel>
          <Panel title={p.startTitle}>
            <Stack gap="md">
              <ProblemAlert {...alert} />
              <StartsOn policy={policy} {...form.getInputProps('starts_on')} />
              <div className="cm-policy-foot">
                <Text size="sm" c="dimmed" role="status">{isChanged ? p.nothingYet : p.unchanged}</Text>
                <Button type="submit" loading={isSaving} disabled={!isChanged}>{p.preview}</Button>
              </div>
            </Stack>
          </Panel>
        </Stack>
      </form>
      {seen && <Preview {...seen} policy={policy} after={after} onClose={() => setSeen(null)} />}
    </>
  );
}

function rulesOf(policy: Rules): Rules {
  return Object.fromEntries(MEMBERS.map((member) => [member, policy[member]])) as unknown as Rules;
}
