import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Brand } from '../../api/types';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props {
  /** Null: a new one. */
  brand: Brand | null;
  onSaved: (brand: Brand) => void;
  onClose: () => void;
}

export function BrandDialog({ brand, onSaved, onClose }: Props) {
  const form = useForm({
    initialValues: {
      name: brand?.name ?? '', reference: brand?.reference ?? '', description: brand?.description ?? '', client_url: brand?.client_url ?? '',
    },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => (brand
      ? api.brands.update(brand.id, changes(asBody(form.getInitialValues()), asBody(values)))
      : api.brands.create(asBody(values))),
    onSaved,
  });
  const optional = (label: string) => `${label} (${t.common.optional})`;
  return (
    <Dialog opened onClose={onClose} size="lg" title={brand ? t.brands.editTitle(brand.name) : t.brands.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.brands.name} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={optional(t.brands.reference)} description={t.brands.referenceHint} {...form.getInputProps('reference')} />
          <TextInput
            label={optional(t.brands.link)} description={t.brands.linkHint} type="url" placeholder="https://"
            {...form.getInputProps('client_url')}
          />
          <Textarea label={optional(t.brands.description)} autosize minRows={2} maxRows={8} {...form.getInputProps('description')} />
          <DialogFoot submit={brand ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

// A reference is a key: there is none rather than an empty one.
const asBody = <Values extends { reference: string }>(values: Values) => ({ ...values, reference: values.reference.trim() || null });
