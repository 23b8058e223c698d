// Supply-chain track and trace: whether codes carry data, which, and in what order.

import { Alert, Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../../api/calls';
import { Problem } from '../../../api/problem';
import type { Campaign, ScmField } from '../../../api/types';
import { FormFoot } from '../../../parts/form-foot';
import { AlertIcon } from '../../../parts/icons';
import { useMay } from '../../../parts/me';
import { moved, reordered } from '../../../parts/order';
import { notifyDone, notifyProblem, ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Enable } from './enable';
import { FieldDialog } from './field-dialog';
import { FieldList } from './field-list';
import { isSame, merged } from './order';
import { RemoveField } from './remove-field';
import { Units } from './units';
import './scm.css';

export function ScmTab({ campaign }: { campaign: Campaign }) {
  const fields = useQuery({ queryKey: ['campaigns', 'scm-fields', campaign.id], queryFn: () => api.campaigns.scmFields(campaign.id) });
  if (fields.error && !fields.data) return <ProblemAlert error={fields.error} onRetry={() => void fields.refetch()} />;
  return (
    <Stack gap="lg">
      <Enable campaign={campaign} />
      {fields.data ? <Arrange campaign={campaign} fields={fields.data.results} /> : <Skeleton height={280} radius="lg" />}
    </Stack>
  );
}

export type Editing = { field: ScmField } | { isUnit: boolean };

function Arrange({ campaign: { id }, fields }: { campaign: Campaign; fields: ScmField[] }) {
  const may = useMay();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [removing, setRemoving] = useState<ScmField | null>(null);
  const [draft, setDraft] = useState<number[] | null>(null);
  const ids = fields.map((field) => field.id);
  const order = merged(ids, draft);
  const isDirty = !isSame(order, ids);
  const shown = order.flatMap((one) => fields.find((field) => field.id === one) ?? []);
  const units = shown.filter(({ type }) => type === 'logistical_unit');
  const key = ['campaigns', 'scm-fields', id];
  const save = useMutation({
    mutationFn: () => api.campaigns.orderFields(id, order),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      setDraft(null);
      notifyDone(t.campaign.scm.orderSaved);
    },
    onError: (error) => {
      if (isStale(error)) void queries.invalidateQueries({ queryKey: key });
      else notifyProblem(error);
    },
  });
  const done = (words: string) => {
    setEditing(null);
    setRemoving(null);
    // Uploads offer the keys of all campaigns.
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifyDone(words);
  };
  // At once: it is undone as easily.
  const toggle = useMutation({
    mutationFn: ({ id: field, active }: ScmField) => api.campaigns.updateField(id, field, { active: !active }),
    onSuccess: ({ label, active }) => done(active ? t.campaign.scm.activated(label) : t.campaign.scm.deactivated(label)),
    onError: notifyProblem,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDirty) save.mutate();
  };
  const canEdit = may('campaign_edit');
  return (
    <>
      <Stack component="form" onSubmit={submit} gap="lg">
        <FieldList
          fields={shown} onAdd={canEdit ? () => setEditing({ isUnit: false }) : undefined}
          onMove={canEdit ? (from, to) => setDraft(moved(order, from, to)) : undefined}
          onEdit={(field) => setEditing({ field })} onToggle={toggle.mutate} onRemove={setRemoving}
        />
        <Units
          units={units} onAdd={canEdit ? () => setEditing({ isUnit: true }) : undefined}
          onMove={canEdit ? (from, to) => setDraft(reordered(order, moved(units.map((unit) => unit.id), from, to))) : undefined}
        />
        {isStale(save.error) && <Alert role="alert" className="cm-alert" data-tone="warn" icon={<AlertIcon />}>{t.campaign.scm.orderStale}</Alert>}
        {canEdit && fields.length > 1 && (
          <div className="cm-scm-foot" data-dirty={isDirty || undefined}><FormFoot isDirty={isDirty} isSaving={save.isPending} onDiscard={() => setDraft(null)} /></div>
        )}
      </Stack>
      {editing && <FieldDialog campaign={id} editing={editing} fields={fields} onDone={done} onClose={() => setEditing(null)} />}
      {removing && <RemoveField campaign={id} field={removing} onDone={done} onClose={() => setRemoving(null)} />}
    </>
  );
}

// Somebody else has added a field, or deleted one.
const isStale = (error: unknown) => error instanceof Problem && error.status === 400;
