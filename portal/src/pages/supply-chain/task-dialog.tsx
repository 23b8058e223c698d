// Everything that is known about one upload or edit. The address names it, so that others can lead to it.

import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { inWords } from '../../api/served';
import type { ScmTask } from '../../api/types';
import { When } from '../../parts/ago';
import { StateBadge } from '../../parts/badge';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { Facts } from '../../parts/facts';
import { HistoryLink } from '../../parts/history-link';
import { AlertIcon } from '../../parts/icons';
import { useMay } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { TaskBar } from './task-bar';
import './supply-chain.css';

/** How often it is asked again while it goes on. */
const AGAIN = 2_000;

export function TaskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const task = useQuery({
    queryKey: ['scm', 'task', id], queryFn: () => api.scm.task(id), staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && !data.completed_at ? AGAIN : false),
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={task.data ? t.scmTask.title(task.data.reference) : t.scmTask.one}>
      <Stack gap="lg">
        {task.error && !task.data && <ProblemAlert error={task.error} onRetry={() => void task.refetch()} />}
        {task.isPending && <Skeleton height={280} />}
        {task.data && <Details task={task.data} />}
        <Group>
          <HistoryLink type="scm_task" id={id} />
          <Button variant="default" ml="auto" onClick={onClose}>{t.common.close}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Details({ task }: { task: ScmTask }) {
  const may = useMay();
  const f = t.scmTask.facts;
  const { job } = task;
  const n = (count: number) => count.toLocaleString(t.language);
  const at = (instant?: string | null) => instant && <When at={instant} />;
  const facts: [string, ReactNode][] = [
    [f.state, <StateBadge state={task.state} label={t.scm.states[task.state]} />],
    [f.source, t.scm.sources[task.source]],
    [f.who, task.created_by_email ?? t.entries.system],
    [f.asked, at(task.created_at)],
    [f.began, at(task.started_at)],
    [f.ended, at(task.completed_at)],
    [f.codes, n(task.codes_affected)],
    [f.values, n(task.total_updates)],
    [f.fields, task.scm_fields.length > 0 && <span className="cm-task-fields">{task.scm_fields.map((key) => <code key={key} className="cm-mono">{key}</code>)}</span>],
    [f.id, task.id],
  ];
  return (
    <>
      {task.failure && (
        <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={t.scmTask.failedTitle}>
          <Stack gap={4}>
            <span className="cm-wrap">{inWords(task.failure)}</span>
            <span>{t.scmTask.failedText(task.total_updates)}</span>
            {job && task.source === 'csv' && may('scm_bulk_edit') && (
              <Link href={`/supply-chain/import/${job.id}`} className="cm-plain-link">{t.importJob.see}</Link>
            )}
          </Stack>
        </Alert>
      )}
      {job && !task.completed_at && <TaskBar state={task.state} job={job} />}
      <Facts facts={facts.filter(([, value]) => value !== false && value != null)} />
      <div className="cm-task-json">
        <CopyField label={t.scmTask.asked} value={JSON.stringify(task.parameters, null, 2)} copyLabel={t.scmTask.copy} isBlock />
      </div>
    </>
  );
}
