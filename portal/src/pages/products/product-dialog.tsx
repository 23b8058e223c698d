import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Product } from '../../api/types';
import { BrandSelect } from '../../parts/brand-select';
import { CampaignSelect } from '../../parts/campaign-select';
import { changes } from '../../parts/changes';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { useMay } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props {
  /** Null: a new one. */
  product: Product | null;
  onSaved: (product: Product) => void;
  onClose: () => void;
}

export function ProductDialog({ product, onSaved, onClose }: Props) {
  const may = useMay();
  const form = useForm({
    initialValues: valuesOf(product),
    validate: { brand: (brand) => (brand ? null : t.products.needBrand) },
  });
  const { submit, isSaving, alert } = useSave({
    form,
    save: (values) => (product
      ? api.products.update(product.id, changes(asBody(form.getInitialValues()), asBody(values)))
      : api.products.create(asBody(values))),
    onSaved,
  });
  const optional = (label: string) => `${label} (${t.common.optional})`;
  return (
    <Dialog opened onClose={onClose} size="lg" title={product ? t.products.editTitle(product.name) : t.products.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.products.name} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t.products.sku} description={t.products.skuHint} {...form.getInputProps('sku')} />
          <BrandSelect label={t.products.brand} {...form.getInputProps('brand')} />
          {may('campaign_view') && <CampaignSelect label={optional(t.products.campaign)} clearable {...form.getInputProps('campaign')} />}
          <TextInput
            label={optional(t.products.link)} description={t.products.linkHint} type="url" placeholder="https://"
            {...form.getInputProps('client_url')}
          />
          <TextInput label={optional(t.products.label)} description={t.products.labelHint} {...form.getInputProps('label')} />
          <Textarea label={optional(t.products.description)} autosize minRows={2} maxRows={8} {...form.getInputProps('description')} />
          <DialogFoot submit={product ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function valuesOf(product: Product | null) {
  return {
    sku: product?.sku ?? '', name: product?.name ?? '', brand: product ? String(product.brand.id) : null as string | null,
    campaign: product?.campaign ? String(product.campaign.id) : null as string | null,
    label: ownLabel(product), client_url: product?.client_url ?? '', description: product?.description ?? '',
  };
}

// No label of its own means the name, also after a change of the name.
function asBody({ brand, campaign, label, ...rest }: ReturnType<typeof valuesOf>) {
  return { ...rest, brand: Number(brand), campaign: campaign ? Number(campaign) : null, label: label.trim() || rest.name };
}

function ownLabel(product: Product | null): string {
  return product && product.label !== product.name ? product.label : '';
}
