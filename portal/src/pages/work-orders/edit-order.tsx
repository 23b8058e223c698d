// What may change of an order: its codes are made as they were ordered.

import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props { order: WorkOrder; onSaved: (order: WorkOrder) => void; onClose: () => void }

export function EditOrder({ order, onSaved, onClose }: Props) {
  const form = useForm({ initialValues: { reference: order.reference, remarks: order.remarks } });
  const { submit, isSaving, alert } = useSave({
    form, save: (body) => api.workOrders.update(order.id, changes(form.getInitialValues(), body)), onSaved,
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={t.workOrders.editTitle(order.reference)}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.workOrders.reference} description={t.workOrders.referenceHint} data-autofocus {...form.getInputProps('reference')} />
          <Textarea
            label={`${t.workOrders.remarks} (${t.common.optional})`} autosize minRows={2} maxRows={8} {...form.getInputProps('remarks')}
          />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
