// Orders codes, from a template or from nothing.

import { Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/calls';
import type { WorkOrder } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { ProblemAlert } from '../../parts/problem-alert';
import { TemplateSelect } from '../../parts/template-select';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { asBody, choicesOf, OrderChoices, type Choices } from './order-choices';

type Values = Choices & {
  reference: string;
  quantity: number | string;
  remarks: string;
};

interface Props { onSaved: (order: WorkOrder) => void; onClose: () => void }

export function NewOrder({ onSaved, onClose }: Props) {
  const [key, setKey] = useState<string | null>(null);
  const template = useQuery({ queryKey: ['templates', 'one', key], queryFn: () => api.templates.get(key!), enabled: key !== null });
  const chosen = key === null ? undefined : template.data;
  const form = useForm<Values>({
    initialValues: { reference: '', quantity: '', remarks: '', ...choicesOf() },
    validate: { quantity: (quantity) => (typeof quantity === 'number' ? null : t.workOrders.needQuantity) },
  });
  const { setValues } = form;
  useEffect(() => { if (chosen) setValues(choicesOf(chosen)); }, [chosen, setValues]);
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ reference, quantity, remarks, ...choices }) => {
      const body = { reference, remarks, quantity: Number(quantity), ...asBody(choices) };
      return chosen ? api.workOrders.createFrom({ ...body, template: chosen.id }) : api.workOrders.create(body);
    },
    onSaved,
  });
  const words = t.workOrders;
  return (
    <Dialog opened onClose={onClose} size="lg" title={words.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TemplateSelect
            label={`${words.template} (${t.common.optional})`} placeholder={words.noTemplate} clearable value={key} onChange={setKey}
            error={template.error ? t.problem.title : undefined}
          />
          <TextInput label={words.reference} description={words.referenceHint} data-autofocus {...form.getInputProps('reference')} />
          <NumberInput
            label={words.quantity} description={words.quantityHint} allowDecimal={false} allowNegative={false} thousandSeparator={t.thousands} hideControls
            {...form.getInputProps('quantity')}
          />
          <OrderChoices form={form} fixed={{ product: Boolean(chosen?.product), images: Boolean(chosen?.images) }} />
          <Textarea label={`${words.remarks} (${t.common.optional})`} autosize minRows={2} maxRows={8} {...form.getInputProps('remarks')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
            <Button type="submit" loading={isSaving} disabled={key !== null && !chosen}>{words.submit}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
