// What landing pages are told of a product, as it was sent.

import { Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { FormFoot } from '../../parts/form-foot';
import { objectIn, objectText } from '../../parts/json-object';
import { useMay } from '../../parts/me';
import { Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { useServerForm } from '../../parts/use-server-form';
import { t } from '../../text';

const valuesOf = ({ stc_data: stc }: Product) => ({ stc: objectText(stc) });

export function StcForm({ product }: { product: Product }) {
  const w = t.productPage.stc;
  const may = useMay();
  const queries = useQueryClient();
  const { form, adopt } = useServerForm(valuesOf(product), { validate: { stc: (text) => (objectIn(text) ? null : t.campaign.options.configBad) } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ stc }) => api.products.setStc(product.id, stc.trim() ? objectIn(stc) : null),
    onSaved: (saved) => {
      queries.setQueryData(['products', 'one', String(product.id)], saved);
      adopt(valuesOf(saved));
      notifyDone(w.saved);
    },
  });
  if (!may('product_edit')) {
    return (
      <Panel title={w.title} lead={w.lead}>
        {product.stc_data
          ? <code className="cm-code" data-block tabIndex={0} role="textbox" aria-readonly="true" aria-multiline aria-label={w.title}>{objectText(product.stc_data)}</code>
          : <Text size="sm">{w.none}</Text>}
      </Panel>
    );
  }
  return (
    <Panel title={w.title} lead={w.lead}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert {...alert} />
        <Textarea
          label={w.label} description={w.hint} autosize minRows={4} maxRows={20} spellCheck={false} className="cm-json" mb="md"
          {...form.getInputProps('stc')}
        />
        <FormFoot isDirty={form.isDirty()} isSaving={isSaving} onDiscard={form.reset} />
      </form>
    </Panel>
  );
}
