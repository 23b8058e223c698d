import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../../api/calls';
import type { Template } from '../../../api/types';
import { changes } from '../../../parts/changes';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { useMay } from '../../../parts/me';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';
import { asBody, choicesOf, OrderChoices, type Choices } from '../order-choices';
import { dataOf, pairsOf, ScmDataInput, type Pair } from '../scm-data-input';

type Values = Choices & {
  name: string;
  description: string;
  data: Pair[];
};

interface Props {
  /** Null: a new one. */
  template: Template | null;
  onSaved: (template: Template) => void;
  onClose: () => void;
}

export function TemplateDialog({ template, onSaved, onClose }: Props) {
  const may = useMay();
  const words = t.workOrders.templates;
  const form = useForm<Values>({
    initialValues: {
      name: template?.name ?? '', description: template?.description ?? '', data: pairsOf(template?.default_scm_data), ...choicesOf(template),
    },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => (template
      ? api.templates.update(template.id, changes(bodyOf(form.getInitialValues()), bodyOf(values)))
      : api.templates.create(bodyOf(values))),
    onSaved, fieldNames: { default_scm_data: 'data' },
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={template ? words.editTitle(template.name) : words.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={words.name} data-autofocus {...form.getInputProps('name')} />
          <OrderChoices form={form} />
          {may('campaign_view') && <ScmDataInput label={words.data} hint={words.dataHint} {...form.getInputProps('data')} />}
          <Textarea label={`${words.description} (${t.common.optional})`} autosize minRows={2} maxRows={8} {...form.getInputProps('description')} />
          <DialogFoot submit={template ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

const bodyOf = ({ name, description, data, ...choices }: Values) => (
  { name, description, default_scm_data: dataOf(data), ...asBody(choices) }
);
