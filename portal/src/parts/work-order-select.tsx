import { api } from '../api/calls';
import type { SendOptions } from '../api/client';
import type { WorkOrder } from '../api/types';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';

const named = ({ id, reference }: WorkOrder) => ({ id, name: reference });

const workOrders = {
  key: 'work-order-names',
  list: async (query: SendOptions['query']) =>
    ({ results: (await api.workOrders.list({ ...query, ordering: '-creation_date' })).results.map(named) }),
  get: async (id: string) => named(await api.workOrders.get(id)),
  none: t.codes.noOrders,
};

export const WorkOrderSelect = (props: ChooseOneProps) => <ChooseOne from={workOrders} {...props} />;
