// What an order and a template have in common: what the codes are on, and how they begin.

import { Checkbox, NativeSelect } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IMAGES, type Images } from '../../api/types';
import { useMay } from '../../parts/me';
import { ProductSelect } from '../../parts/product-select';
import { t } from '../../text';

// A type and not an interface: the values of a form are a record.
export type Choices = {
  product: string | null;
  activate_on_complete: boolean;
  use_serial_number: boolean;
  /** Empty: as many as suit the quantity. */
  images: Images | '';
};

interface Given { product?: { id: number } | null; activate_on_complete: boolean; use_serial_number: boolean; images?: Images | null }

export function choicesOf(given?: Given | null): Choices {
  return {
    product: given?.product ? String(given.product.id) : null, images: given?.images ?? '',
    activate_on_complete: given?.activate_on_complete ?? false, use_serial_number: given?.use_serial_number ?? false,
  };
}

/** What the API takes. */
export const asBody = ({ product, images, ...rest }: Choices) => ({ ...rest, product: product ? Number(product) : null, images: images || null });

interface Props<Values extends Choices> {
  form: UseFormReturnType<Values>;
  /** Of a template that the order begins with: what is left out is as the template has it, so these cannot be left out. */
  fixed?: { product: boolean; images: boolean };
}

export function OrderChoices<Values extends Choices>({ form, fixed = { product: false, images: false } }: Props<Values>) {
  const may = useMay();
  const words = t.workOrders;
  return (
    <>
      {may('product_view') && (
        <ProductSelect
          label={`${words.product} (${t.common.optional})`} description={words.productHint} placeholder={words.noProduct}
          clearable={!fixed.product} {...form.getInputProps('product')}
        />
      )}
      <Checkbox
        label={words.activate} description={words.activateText} {...form.getInputProps('activate_on_complete', { type: 'checkbox' })}
      />
      <Checkbox label={words.serials} description={words.serialsText} {...form.getInputProps('use_serial_number', { type: 'checkbox' })} />
      <NativeSelect label={words.images} description={words.imagesHint} {...form.getInputProps('images')}>
        {!fixed.images && <option value="">{words.imagesAuto}</option>}
        {IMAGES.map((images) => <option key={images} value={images}>{words.imageWords[images]}</option>)}
      </NativeSelect>
    </>
  );
}
