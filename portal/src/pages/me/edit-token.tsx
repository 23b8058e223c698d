// A token can be renamed and can lose rights; it never gains any.

import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { onlyOf, reachOf } from '../../parts/reach';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { DailyLimits } from './daily-limits';
import { ReachPicker, reachProblem } from './reach-picker';
import { UatSummary } from './summary-line';
import { TokenLimits } from './token-limits';
import './new-token.css';

interface Props { uat: Uat; onSaved: () => void; onClose: () => void }

export function EditToken({ uat, onSaved, onClose }: Props) {
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: 600_000 });
  const form = useForm({
    initialValues: { name: uat.name, permissions: uat.permissions, budgets: uat.budgets, only: reachOf(uat.only) },
    validate: {
      name: (name) => (name.trim() ? null : t.newToken.needName),
      permissions: (list) => (list.length > 0 ? null : t.newToken.needRight),
      only: (reach) => reachProblem(reach, uat.only),
    },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => api.uats.update(uat.id, {
      name: values.name.trim(),
      // Sent only when narrowed: the owner's role may have lost one of them meanwhile.
      permissions: values.permissions.length < uat.permissions.length ? values.permissions : undefined,
      budgets: form.isDirty('budgets') ? values.budgets : undefined,
      only: form.isDirty('only') ? onlyOf(values.only) : undefined,
    }),
    onSaved: ({ name }) => {
      onSaved();
      onClose();
      notifyDone(t.tokens.saved(name));
    },
  });
  const label = (name: string) => permissions.data?.results.find((p) => p.name === name)?.label ?? name;
  return (
    <Dialog opened onClose={onClose} title={t.tokens.editTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t.tokens.editLead}</Text>
          <ProblemAlert {...alert} />
          <TextInput label={t.newToken.name} maxLength={100} data-autofocus {...form.getInputProps('name')} />
          <Checkbox.Group label={t.newToken.rights} {...form.getInputProps('permissions')}>
            <Stack gap={8} mt={6}>
              {uat.permissions.map((name) => <Checkbox key={name} value={name} label={label(name)} description={name} />)}
            </Stack>
          </Checkbox.Group>
          <TokenLimits>
            <DailyLimits {...form.getInputProps('budgets')} />
            <ReachPicker within={uat.only} {...form.getInputProps('only')} />
          </TokenLimits>
          <UatSummary uat={uat} permissions={form.values.permissions} budgets={form.values.budgets} reach={form.values.only} />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
