// Another product for a code.

import { Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../../api/calls';
import type { Code } from '../../../api/types';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { ProblemAlert } from '../../../parts/problem-alert';
import { ProductSelect } from '../../../parts/product-select';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';

interface Props { code: Code; onSaved: () => void; onClose: () => void }

export function EditProduct({ code: { extended_id: id, product }, onSaved, onClose }: Props) {
  const form = useForm({
    initialValues: { product: product ? String(product.id) : null as string | null },
    validate: { product: (chosen) => (chosen ? null : t.codes.needProduct) },
  });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ product: chosen }) => api.codes.edit(id, { product: Number(chosen) }), onSaved,
  });
  return (
    <Dialog opened onClose={onClose} title={t.codes.productTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <Text size="sm">{t.codes.productText}</Text>
          <ProductSelect label={t.codes.product} allowDeselect={false} data-autofocus {...form.getInputProps('product')} />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
