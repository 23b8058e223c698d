// An import while the server does it: how far it is, and how it ended. The state is the server's, so
// a reload, or another tab, shows the same.

import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import { inWords } from '../../api/served';
import type { JobDetails } from '../../api/types';
import { t } from '../../text';
import { AGAIN, isOpen } from '../again';
import { AlertIcon, InfoIcon } from '../icons';
import { ProblemAlert } from '../problem-alert';
import { ImportErrors } from './import-errors';
import { Working } from './working';

type Kind = keyof typeof t.importJob.errorsLead;

interface Props {
  id: string;
  /** What kind of work it is; another is none of this page's. */
  kind: Kind;
  /** The queries of what it changes. */
  changes: readonly string[];
  fieldWords: (field: string) => string;
  /** How to begin another one. */
  another: { words: string; href: string };
  /** What it did. */
  children: (result: unknown) => ReactNode;
}

export function ImportJob({ id, kind, changes, fieldWords, another, children }: Props) {
  const queries = useQueryClient();
  const job = useQuery({
    queryKey: ['jobs', 'one', id], queryFn: () => api.jobs.get(id), staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? AGAIN : false),
  });
  const isComplete = job.data?.state === 'complete';
  useEffect(() => {
    if (isComplete) changes.forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
  }, [isComplete, changes, queries]);

  if (job.error && !job.data) return <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />;
  if (!job.data) return <Skeleton height={200} radius="lg" />;
  if (job.data.kind !== kind) return <ProblemAlert error={new Problem(404)} />;
  if (isComplete) return children(job.data.result);
  return (
    <section className="cm-panel cm-pad" aria-busy={isOpen(job.data)} aria-label={t.importJob.label}>
      <Stack gap="lg">
        <Outcome job={job.data} errorsLead={t.importJob.errorsLead[kind]} fieldWords={fieldWords} />
        {!isOpen(job.data) && (
          <Group><Button component={Link} href={another.href}>{another.words}</Button></Group>
        )}
      </Stack>
    </section>
  );
}

function Outcome({ job, errorsLead, fieldWords }: { job: JobDetails; errorsLead: string; fieldWords: (field: string) => string }) {
  const words = t.importJob;
  const { state, done, total = null, errors, error_count: count, failure } = job;
  if (isOpen(job)) {
    const progress = total === null ? null : { done, of: total, words: words.rows(done, total) };
    return <Working words={state === 'pending' ? words.waiting : words.writing} progress={progress} hint={words.mayLeave} />;
  }
  if (state === 'canceled') {
    return <Alert className="cm-alert" data-tone="quiet" icon={<InfoIcon />} title={words.stoppedTitle}>{words.stoppedText}</Alert>;
  }
  if (errors.length > 0) {
    return <ImportErrors errors={errors} count={count} fieldWords={fieldWords} fileName={t.import.errorsFile} lead={errorsLead} />;
  }
  return (
    <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.failedTitle}>
      <span className="cm-wrap">{failure && inWords(failure)}</span>
    </Alert>
  );
}
