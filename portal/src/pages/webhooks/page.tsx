import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Webhook } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ExportList } from '../../parts/export-list';
import { PlusIcon, WebhookIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { notifyDone, notifyProblem } from '../../parts/problem-alert';
import { t } from '../../text';
import { NewWebhook } from './new-webhook';
import { RemoveWebhook } from './remove-webhook';
import { useWebhookColumns } from './webhook-columns';
import { WebhookDialog } from './webhook-dialog';
import { WEBHOOK_FILE } from './webhook-file';

export default function Webhooks() {
  const w = t.webhooks;
  const queries = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const [editing, setEditing] = useState<Webhook | null>(null);
  const [removing, setRemoving] = useState<Webhook | null>(null);
  const list = useQuery({
    queryKey: ['webhooks', 'list'], queryFn: api.webhooks.list,
    select: whole,
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['webhooks'] });
  const done = (words: string) => {
    setEditing(null);
    setRemoving(null);
    refresh();
    notifyDone(words);
  };
  const toggle = useMutation({
    mutationFn: ({ id, is_active }: Webhook) => api.webhooks.update(id, { is_active: !is_active }),
    onSuccess: ({ is_active }) => done(is_active ? w.switchedOn : w.switchedOff),
    onError: notifyProblem,
  });
  const columns = useWebhookColumns({ onEdit: setEditing, onToggle: toggle.mutate, onRemove: setRemoving });
  const create = <Button leftSection={<PlusIcon />} onClick={() => setMaking(true)}>{w.create}</Button>;
  const exportButton = (
    <ExportList
      name="webhooks" columns={WEBHOOK_FILE} count={list.data?.count}
      list={async () => whole(await api.webhooks.list())}
    />
  );
  return (
    <Page title={w.title} lead={w.lead} actions={<>{exportButton}{create}</>}>
      <div className="cm-panel">
        <ListView
          query={list} caption={w.caption} columns={columns} rowKey={({ id }) => id}
          empty={<Empty icon={<WebhookIcon />} title={w.empty} text={w.emptyText}>{create}</Empty>}
        />
      </div>
      {isMaking && <NewWebhook onMade={refresh} onClose={() => setMaking(false)} />}
      {editing && <WebhookDialog webhook={editing} onSaved={() => done(w.saved)} onClose={() => setEditing(null)} />}
      {removing && <RemoveWebhook webhook={removing} onDone={done} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

/** All of them at once: a company has few. */
const whole = ({ results }: { results: Webhook[] }) => ({ count: results.length, results });
