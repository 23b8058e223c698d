// Where an order is: making codes, packing them, or at an end.

import type { WorkOrder } from '../../api/types';
import { StateBadge } from '../../parts/badge';
import { SmallBar } from '../../parts/small-bar';
import { t } from '../../text';

export type Stage = 'making' | 'packing' | 'completed' | 'failed' | 'canceled';

export function stageOf({ state, failure, generated, quantity }: Pick<WorkOrder, 'state' | 'failure' | 'generated' | 'quantity'>): Stage {
  switch (state) {
    case 'new': return generated < quantity ? 'making' : 'packing';
    case 'completed': return 'completed';
    case 'canceled': return failure ? 'failed' : 'canceled';
  }
}

export const isUnderWay = ({ state }: WorkOrder) => state === 'new';

const LOOKS: Record<Stage, string> = {
  making: 'in-progress', packing: 'in-progress', completed: 'completed', failed: 'failed', canceled: 'canceled',
};

export function OrderBadge({ order }: { order: WorkOrder }) {
  const stage = stageOf(order);
  return <StateBadge state={LOOKS[stage]} label={t.workOrders.states[stage]} />;
}

/** For a list: with a bar while it goes on. */
export function OrderState({ order }: { order: WorkOrder }) {
  const { generated: done, quantity } = order;
  const stage = stageOf(order);
  return (
    <>
      <OrderBadge order={order} />
      {isUnderWay(order) && (
        <SmallBar
          label={t.workOrders.states[stage]} done={done} of={stage === 'making' ? quantity : null}
          words={t.workOrders.codesOf(done, quantity)}
        />
      )}
    </>
  );
}
