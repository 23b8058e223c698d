import { api } from '../api/calls';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';

const brands = { key: 'brands', list: api.brands.list, get: api.brands.get, none: t.products.noBrands };

export const BrandSelect = (props: ChooseOneProps) => <ChooseOne from={brands} {...props} />;
