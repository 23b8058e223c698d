// One order: how far it is, what was ordered, and its files.

import { Alert, Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../../api/calls';
import { inWords } from '../../../api/served';
import type { WorkOrder } from '../../../api/types';
import { AGAIN } from '../../../parts/again';
import { HistoryLink } from '../../../parts/history-link';
import { navigate } from '../../../parts/hash-location';
import { AlertIcon, InfoIcon } from '../../../parts/icons';
import { Working } from '../../../parts/import/working';
import '../../../parts/import/import.css';
import { useMay } from '../../../parts/me';
import { Page, Panel } from '../../../parts/page';
import { ProblemAlert, notifyDone } from '../../../parts/problem-alert';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';
import { EditOrder } from '../edit-order';
import { OrderAction, type Action } from '../order-action';
import { isUnderWay, stageOf } from '../order-state';
import { Tidying } from '../tidying';
import { useOrderActions } from '../use-order-actions';
import { OrderFacts } from './order-facts';
import { OrderFiles } from './order-files';

export default function OrderPage() {
  const { id = '' } = useParams();
  const order = useQuery({
    queryKey: ['work-orders', 'one', id], queryFn: () => api.workOrders.get(id),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? AGAIN : false),
  });
  const back = <Anchor component={Link} href="/work-orders" inherit>{t.workOrders.back}</Anchor>;
  if (!order.data) {
    return (
      <Page title={t.workOrders.one} lead={back}>
        {order.error ? <ProblemAlert error={order.error} onRetry={() => void order.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={id} order={order.data} back={back} />;
}

function Loaded({ order, back }: { order: WorkOrder; back: React.ReactNode }) {
  const may = useMay();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [action, setAction] = useState<Action | null>(null);
  const actions = useOrderActions({ onEdit: () => setEditing(true), onAction: setAction })(order);
  const [edit, ...others] = actions;
  const done = (words: string) => {
    const isGone = action?.kind === 'remove';
    setEditing(false);
    setAction(null);
    // What is gone cannot be asked for again.
    void queries.invalidateQueries({ queryKey: isGone ? ['work-orders', 'list'] : ['work-orders'] });
    void queries.invalidateQueries({ queryKey: ['jobs', 'orders'] });
    if (isGone) navigate('/work-orders');
    notifyDone(words);
  };
  return (
    <Page
      title={order.reference} lead={<>{back}{may('audit_view') && <>{' · '}<HistoryLink type="workorder" id={order.id} /></>}</>}
      actions={(
        <>
          {edit && <Button variant="default" onClick={edit.onClick}>{edit.label}</Button>}
          <RowMenu name={order.reference} actions={others} />
        </>
      )}
    >
      <Progress order={order} />
      {order.state === 'canceled' && <Tidying />}
      <div className="cm-me-columns">
        <OrderFiles order={order} />
        <Panel title={t.workOrders.factsTitle}><OrderFacts order={order} /></Panel>
      </div>
      {isEditing && <EditOrder order={order} onSaved={({ reference }) => done(t.workOrders.saved(reference))} onClose={() => setEditing(false)} />}
      {action && <OrderAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}

function Progress({ order }: { order: WorkOrder }) {
  const words = t.workOrders;
  const { generated: done, quantity: of, failure } = order;
  const stage = stageOf(order);
  switch (stage) {
    case 'making':
    case 'packing':
      return (
        <section className="cm-panel cm-pad" aria-label={words.states[stage]}>
          <Working
            words={words.states[stage]} progress={stage === 'making' ? { done, of, words: words.codesOf(done, of) } : null}
            hint={stage === 'packing' ? `${words.packingHint} ${words.mayLeave}` : words.mayLeave}
          />
        </section>
      );
    case 'failed':
      return (
        <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.failedTitle}>
          <Stack gap={4}><span className="cm-wrap">{failure && inWords(failure)}</span><span>{words.failedText}</span></Stack>
        </Alert>
      );
    case 'canceled':
      return <Alert className="cm-alert" data-tone="quiet" icon={<InfoIcon />} title={words.canceledTitle}>{words.canceledText}</Alert>;
    case 'completed':
      return null;
  }
}
