import { api } from '../api/calls';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';

const templates = { key: 'templates', list: api.templates.list, get: api.templates.get, none: t.workOrders.templates.none };

export const TemplateSelect = (props: ChooseOneProps) => <ChooseOne from={templates} {...props} />;
