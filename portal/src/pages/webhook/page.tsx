// One webhook: what it is told of, and what became of each call.

import { Alert, Anchor, Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import type { Webhook } from '../../api/types';
import { timeWords } from '../../parts/dates';
import { Facts } from '../../parts/facts';
import { navigate } from '../../parts/hash-location';
import { AlertIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { RemoveWebhook } from '../webhooks/remove-webhook';
import { eventWord } from '../webhooks/webhook-columns';
import { WebhookDialog } from '../webhooks/webhook-dialog';
import { WebhookState } from '../webhooks/webhook-state';
import { Deliveries, EVERY } from './deliveries';

export default function WebhookPage() {
  const { id = '' } = useParams();
  const webhook = useQuery({ queryKey: ['webhooks', 'one', id], queryFn: () => api.webhooks.get(id), refetchInterval: EVERY });
  const back = <Anchor component={Link} href="/webhooks" inherit>{t.webhooks.back}</Anchor>;
  if (!webhook.data) {
    return (
      <Page title={t.webhooks.one} lead={back}>
        {webhook.error ? <ProblemAlert error={webhook.error} onRetry={() => void webhook.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={id} webhook={webhook.data} back={back} />;
}

function Loaded({ webhook, back }: { webhook: Webhook; back: ReactNode }) {
  const w = t.webhooks;
  const { company } = useMe();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const at = (instant: string) => timeWords(instant, company.time_zone);
  const { is_active: isActive, failing_since: failing, disabled_at: disabled } = webhook;
  return (
    <Page
      title={w.one} lead={back}
      actions={(
        <>
          <Button variant="default" onClick={() => setEditing(true)}>{t.common.edit}</Button>
          <Button variant="default" onClick={() => setRemoving(true)}>{t.common.remove}</Button>
        </>
      )}
    >
      {isActive && failing && <Alert className="cm-alert" data-tone="warn" icon={<AlertIcon />} title={w.failingTitle(at(failing))}>{w.failingText}</Alert>}
      {!isActive && disabled && <Alert className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={w.disabledTitle(at(disabled))}>{w.disabledText}</Alert>}
      <Panel title={w.details}>
        <Facts
          facts={[
            [w.url, <span key="url" className="cm-mono">{webhook.url}</span>],
            [w.columns.state, <WebhookState key="state" webhook={webhook} />],
            [w.eventsLabel, webhook.events.map(eventWord).join(', ')],
            [w.columns.created, at(webhook.creation_date)],
          ]}
        />
      </Panel>
      <Deliveries webhook={webhook.id} />
      {isEditing && (
        <WebhookDialog
          webhook={webhook} onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            void queries.invalidateQueries({ queryKey: ['webhooks'] });
            notifyDone(w.saved);
          }}
        />
      )}
      {isRemoving && (
        <RemoveWebhook
          webhook={webhook} onClose={() => setRemoving(false)}
          onDone={(words) => {
            navigate('/webhooks');
            queries.removeQueries({ queryKey: ['webhooks'] });
            notifyDone(words);
          }}
        />
      )}
    </Page>
  );
}
