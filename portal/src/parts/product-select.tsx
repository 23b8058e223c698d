import { api } from '../api/calls';
import type { SendOptions } from '../api/client';
import type { Product } from '../api/types';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';

// Two products may have one name; their SKUs differ.
const named = ({ id, name, sku }: Product) => ({ id, name: `${name} · ${sku}` });

const products = {
  key: 'product-names',
  list: async (query: SendOptions['query']) => ({ results: (await api.products.list(query)).results.map(named) }),
  get: async (id: string) => named(await api.products.get(Number(id))),
  none: t.workOrders.noProducts,
};

export const ProductSelect = (props: ChooseOneProps) => <ChooseOne from={products} {...props} />;
