import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Budgets, NewUat, Permissions, TokenPolicy } from '../../api/types';
import { addDays } from '../../parts/dates';
import { ProblemAlert } from '../../parts/problem-alert';
import { onlyOf, reachOf } from '../../parts/reach';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { DailyLimits } from './daily-limits';
import { EndDate } from './end-date';
import { NetworksLimit, networksOf } from './networks';
import { PresetPicker } from './preset-picker';
import { ReachPicker } from './reach-picker';
import { RightsPicker } from './rights-picker';
import { SummaryLine } from './summary-line';
import { TokenLimits } from './token-limits';

interface Props {
  permissions: Permissions;
  /** From now on something would be lost. */
  onTouched: () => void;
  onMade: (uat: NewUat) => void;
  onCancel: () => void;
}

export function NewTokenForm({ permissions: { results, policy }, onTouched, onMade, onCancel }: Props) {
  const form = useForm({
    onValuesChange: onTouched,
    // The company proposes an end; which rights the script needs only the person knows.
    initialValues: {
      name: '', valid_until: proposedEnd(policy) as string | null, permissions: [] as string[],
      budgets: {} as Budgets, networks: '', network_mode: 'enforce', only: reachOf(),
    },
    validate: {
      name: (name) => (name.trim() ? null : t.newToken.needName),
      valid_until: (date) => (date ? null : t.newToken.needDate),
      permissions: (list) => (list.length > 0 ? null : t.newToken.needRight),
    },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ name, valid_until, networks, only, ...others }) => api.uats.create({
      name: name.trim(), valid_until: valid_until ?? '', networks: networksOf(networks), only: onlyOf(only), ...others,
    }),
    onSaved: onMade,
  });
  const chosen = results.filter(({ name }) => form.values.permissions.includes(name));

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <ProblemAlert {...alert} />
        <TextInput
          label={t.newToken.name} description={t.newToken.nameHint} maxLength={100} data-autofocus
          required withAsterisk={false} {...form.getInputProps('name')}
        />
        <EndDate policy={policy} {...form.getInputProps('valid_until')} />
        <PresetPicker
          permissions={results} value={form.values.permissions} onChange={(rights) => form.setFieldValue('permissions', rights)}
        />
        <RightsPicker permissions={results} {...form.getInputProps('permissions')} />
        <TokenLimits>
          <DailyLimits {...form.getInputProps('budgets')} />
          <NetworksLimit form={form} />
          <ReachPicker {...form.getInputProps('only')} />
        </TokenLimits>
        <div className="cm-token-foot">
          <SummaryLine
            permissions={chosen} validUntil={form.values.valid_until} reach={form.values.only}
            networks={networksOf(form.values.networks)} isWatched={form.values.network_mode === 'observe'} budgets={form.values.budgets}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>{t.common.cancel}</Button>
            <Button type="submit" loading={isSaving}>{t.newToken.submit}</Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}

function proposedEnd({ today, default_days, latest }: TokenPolicy): string {
  const proposed = addDays(today, default_days);
  return proposed < latest ? proposed : latest;
}
