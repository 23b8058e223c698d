// Which column is what, guessed from the names. The person sees the guess and can change it.

import { column, type Sheet } from '../../parts/import/csv';
import { columnNamed } from '../../parts/import/names';

export const FIELDS = ['sku', 'name', 'brand', 'description', 'client_url', 'label'] as const;

export type Field = (typeof FIELDS)[number];

/** A column's name, a text with `{Column}` in it, or empty for "not in the file". */
export type Mapping = Record<Field, string>;

export const REQUIRED: readonly Field[] = ['sku', 'name', 'brand'];

const NAMES: Record<Field, string[]> = {
  sku: ['sku', 'productsku', 'variantsku', 'articlenumber', 'article', 'itemnumber', 'productid', 'handle'],
  name: ['name', 'title', 'productname', 'producttitle'],
  brand: ['brand', 'brandreference', 'brandname', 'vendor', 'manufacturer'],
  description: ['description', 'bodyhtml', 'body', 'details'],
  client_url: ['clienturl', 'url', 'link', 'producturl', 'website'],
  label: ['label'],
};

export function guessMapping(sheet: Sheet): Mapping {
  const guess = Object.fromEntries(FIELDS.map((field) => [field, columnNamed(sheet.header, NAMES[field])])) as Mapping;
  if (isShopExport(sheet.header)) guess.sku = shopSku(sheet);
  return guess;
}

function isShopExport(header: string[]): boolean {
  return ['Handle', 'Title', 'Vendor'].every((name) => header.includes(name));
}

// A shop exports a product over several rows, one a variant, and only the first has a title. The
// variants' SKUs name products only when each variant has one and stands for itself.
function shopSku(sheet: Sheet): string {
  const skus = column(sheet, 'Variant SKU');
  const isWhole = (values: string[]) => values.length > 0 && values.every((value) => value !== '');
  return isWhole(skus) && isWhole(column(sheet, 'Title')) ? 'Variant SKU' : 'Handle';
}
