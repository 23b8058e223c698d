// Which scans of a campaign somebody wants to hear of.

import { Anchor, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import { ALERT_TYPES, type Alert, type Campaign } from '../../../api/types';
import { DataTable } from '../../../parts/data-table';
import { Empty } from '../../../parts/empty';
import { BellIcon, PlusIcon } from '../../../parts/icons';
import { useMay } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { notifyDone, notifyProblem, ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { useAlertColumns } from './alert-columns';
import { AlertDialog } from './alert-dialog';
import { RemoveAlert } from './remove-alert';
import './alerts.css';

export function AlertsTab({ campaign: { id } }: { campaign: Campaign }) {
  const w = t.campaign.alerts;
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Alert | 'new' | null>(null);
  const [removing, setRemoving] = useState<Alert | null>(null);
  const list = useQuery({ queryKey: ['campaigns', 'alerts', id], queryFn: () => api.campaigns.alerts(id) });
  const done = (words: string) => {
    setEditing(null);
    setRemoving(null);
    void queries.invalidateQueries({ queryKey: ['campaigns', 'alerts', id] });
    notifyDone(words);
  };
  const toggle = useMutation({
    mutationFn: ({ id: alert, is_active }: Alert) => api.alerts.update(alert, { is_active: !is_active }),
    onSuccess: ({ type, is_active }) => done(is_active ? w.switchedOn(t.alertTypes[type]) : w.switchedOff(t.alertTypes[type])),
    onError: notifyProblem,
  });
  const columns = useAlertColumns({ onEdit: setEditing, onToggle: toggle.mutate, onRemove: setRemoving });
  const alerts = list.data?.results;
  // A campaign has one of a type at most.
  const left = ALERT_TYPES.filter((type) => !alerts?.some((alert) => alert.type === type));
  const create = may('campaign_edit') && alerts && (left.length > 0
    ? <Button leftSection={<PlusIcon />} onClick={() => setEditing('new')}>{w.create}</Button>
    : <span className="cm-dim">{w.allThere}</span>);
  return (
    <Panel title={w.title} lead={w.lead}>
      {list.error && !alerts && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {alerts?.length === 0
        ? <Empty icon={<BellIcon />} title={w.empty} text={w.emptyText}>{create}</Empty>
        : (!list.error || alerts) && (
          <>
            <div className="cm-table-inside"><DataTable caption={w.caption} columns={columns} rows={alerts} rowKey={(alert) => alert.id} /></div>
            {create && <div className="cm-alerts-foot">{create}</div>}
          </>
        )}
      {may('webhook_edit') && <p className="cm-alerts-hint">{w.webhook} <Anchor component={Link} href="/webhooks" inherit>{w.webhooks}</Anchor></p>}
      {editing && (
        <AlertDialog campaign={id} alert={editing === 'new' ? null : editing} left={left} onDone={done} onClose={() => setEditing(null)} />
      )}
      {removing && <RemoveAlert alert={removing} onDone={done} onClose={() => setRemoving(null)} />}
    </Panel>
  );
}
