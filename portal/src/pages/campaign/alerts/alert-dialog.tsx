// An alert: what it is about, from when on, and who is told.

import { Checkbox, NativeSelect, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../../api/calls';
import type { Alert, AlertType } from '../../../api/types';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';
import { unnest } from '../unnest';
import { boundOf, mistakesIn, valuesOf } from './bound';
import { BoundFields } from './bound-fields';
import { Recipients } from './recipients';

interface Props {
  campaign: number;
  /** Null: a new one. */
  alert: Alert | null;
  /** The types of which the campaign has none yet. */
  left: AlertType[];
  onDone: (words: string) => void;
  onClose: () => void;
}

export function AlertDialog({ campaign, alert: old, left, onDone, onClose }: Props) {
  const w = t.campaign.alerts;
  const before = (old?.recipients ?? []).map(String);
  const form = useForm({
    initialValues: {
      type: (old?.type ?? left[0]) as AlertType, ...valuesOf(old?.bound ?? null), recipients: before, is_active: old?.is_active ?? true,
    },
    validate: (values) => mistakesIn(values.type, values),
  });
  const { type } = form.values;
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => {
      const bound = boundOf(type, values);
      const isSame = values.recipients.join() === before.join();
      const change = {
        is_active: values.is_active, ...(bound && { bound }),
        // Who has left the company stays on the list until somebody changes it.
        ...(!isSame && { recipients: values.recipients.map(Number) }),
      };
      const saving = old ? api.alerts.update(old.id, change) : api.campaigns.createAlert(campaign, { type, ...change });
      return saving.catch((error: unknown) => unnest(error, 'bound'));
    },
    onSaved: () => onDone(w.saved(t.alertTypes[type])),
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={old ? w.editTitle(t.alertTypes[type]) : w.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          {old ? <Text size="sm">{w.typeTexts[type]}</Text> : (
            <NativeSelect
              label={w.type} description={w.typeTexts[type]} data-autofocus
              data={left.map((value) => ({ value, label: t.alertTypes[value] }))} {...form.getInputProps('type')}
            />
          )}
          <BoundFields form={form} type={type} wasOn={old?.bound?.auto_blacklist ?? false} />
          <Recipients {...form.getInputProps('recipients')} />
          <Checkbox label={w.isActive} description={w.isActiveText} {...form.getInputProps('is_active', { type: 'checkbox' })} />
          <DialogFoot submit={old ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
