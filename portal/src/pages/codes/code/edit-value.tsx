// One value of one code.

import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../../api/calls';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';

export interface Editable { key: string; label: string; type: string; choices: string[]; value: string }

interface Props { id: string; what: Editable; onSaved: () => void; onClose: () => void }

export function EditValue({ id, what: { key, label, type, choices, value }, onSaved, onClose }: Props) {
  const form = useForm({ initialValues: { value } });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ value: next }) => api.codes.edit(id, { [key]: next.trim() }), onSaved, fieldNames: { [key]: 'value' },
  });
  const input = { label, 'data-autofocus': true, ...form.getInputProps('value') };
  // Whatever is there can be kept, also when the list offers it no more.
  const offered = [...new Set(['', ...(value ? [value] : []), ...choices])];
  return (
    <Dialog opened onClose={onClose} title={t.codes.editTitle(label)}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          {type === 'list'
            ? <NativeSelect {...input} data={offered.map((one) => ({ value: one, label: one || t.codes.noValue }))} />
            : <TextInput {...input} {...inputOf(type, value)} description={t.codes.clearHint} />}
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function inputOf(type: string, value: string): { type?: 'date'; inputMode?: 'decimal' } {
  if (type === 'number') return { inputMode: 'decimal' };
  // The browser's own field would hide a date that came in another form.
  return type === 'date' && (value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value)) ? { type: 'date' } : {};
}
