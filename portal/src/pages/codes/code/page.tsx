// One code: what it is on, its status, and what is kept about it.

import { Anchor, Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../../api/calls';
import type { Code } from '../../../api/types';
import { decoded } from '../../../parts/decoded';
import { useMay } from '../../../parts/me';
import { Page, Panel } from '../../../parts/page';
import { ProblemAlert, notifyDone } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { statusActions } from '../code-actions';
import { StatusAction, type Action } from '../status-action';
import { CodeFacts } from './code-facts';
import { EditProduct } from './edit-product';
import { EditValue, type Editable } from './edit-value';
import { LatestScans } from './latest-scans';
import { ScmValues } from './scm-values';
import './code.css';

export default function CodePage() {
  const { id: part = '' } = useParams();
  const id = decoded(part);
  const code = useQuery({ queryKey: ['codes', 'one', id], queryFn: () => api.codes.get(id) });
  const back = <Anchor component={Link} href="/codes" inherit>{t.codes.back}</Anchor>;
  if (!code.data) {
    return (
      <Page title={t.codes.one} lead={back}>
        {code.error ? <ProblemAlert error={code.error} onRetry={() => void code.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={id} code={code.data} back={back} />;
}

function Loaded({ code, back }: { code: Code; back: React.ReactNode }) {
  const may = useMay();
  const queries = useQueryClient();
  const [action, setAction] = useState<Action | null>(null);
  const [editing, setEditing] = useState<Editable | null>(null);
  const [isMoving, setMoving] = useState(false);
  const done = (words: string) => {
    setAction(null);
    setEditing(null);
    setMoving(false);
    void queries.invalidateQueries({ queryKey: ['codes'] });
    notifyDone(words);
  };
  const mayEdit = may('scm_code_edit');
  const actions = statusActions(code, setAction).filter((one) => one !== false);
  return (
    <Page
      title={code.extended_id} lead={back}
      actions={mayEdit && actions.map(({ label, onClick }) => <Button key={label} variant="default" onClick={onClick}>{label}</Button>)}
    >
      <div className="cm-me-columns">
        <Panel title={t.codes.factsTitle}>
          <CodeFacts
            code={code} onEdit={mayEdit ? setEditing : undefined}
            onProduct={mayEdit && may('product_view') ? () => setMoving(true) : undefined}
          />
        </Panel>
        <ScmValues code={code} onEdit={mayEdit ? setEditing : undefined} />
      </div>
      {may('scans_download') && <LatestScans code={code} />}
      {action && <StatusAction action={action} onDone={done} onClose={() => setAction(null)} />}
      {isMoving && <EditProduct code={code} onSaved={() => done(t.codes.saved(t.codes.product))} onClose={() => setMoving(false)} />}
      {editing && (
        <EditValue id={code.extended_id} what={editing} onSaved={() => done(t.codes.saved(editing.label))} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}
