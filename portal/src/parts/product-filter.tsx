import { useFilter } from './filters';
import { useMay } from './me';
import { ProductSelect } from './product-select';

/** Only what is of one product; for whoever may see products. */
export function ProductFilter({ name, label, all }: { name: string; label: string; all: string }) {
  const may = useMay();
  const [product, setProduct] = useFilter(name);
  if (!may('product_view')) return null;
  return (
    <ProductSelect
      aria-label={label} placeholder={all} clearable className="cm-activity-filter"
      value={product || null} onChange={setProduct}
    />
  );
}
