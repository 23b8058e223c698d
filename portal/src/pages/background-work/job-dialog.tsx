// Everything that is known about one job. The address names it, so that others can lead to it.

import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { inWords } from '../../api/served';
import type { JobDetails } from '../../api/types';
import { AGAIN, isOpen } from '../../parts/again';
import { When } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Dialog } from '../../parts/dialog';
import { Facts } from '../../parts/facts';
import { HistoryLink } from '../../parts/history-link';
import { AlertIcon } from '../../parts/icons';
import { placeOf } from '../../parts/job-places';
import { useMay } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { JobBadge } from './job-state';
import { kindWords } from './job-words';

export function JobDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const job = useQuery({
    queryKey: ['jobs', 'one', id], queryFn: () => api.jobs.get(id), staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? AGAIN : false),
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={job.data ? t.jobs.named(kindWords(job.data.kind), job.data.id) : t.jobs.one}>
      <Stack gap="lg">
        {job.error && !job.data && <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />}
        {job.isPending && <Skeleton height={240} />}
        {job.data && <Details job={job.data} />}
        <Group>
          <HistoryLink type="job" id={id} />
          <Button variant="default" ml="auto" onClick={onClose}>{t.common.close}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Details({ job }: { job: JobDetails }) {
  const may = useMay();
  const f = t.jobs.facts;
  const place = placeOf(job, may);
  const at = (instant?: string | null) => instant && <When at={instant} />;
  const facts: [string, ReactNode][] = [
    [f.state, <JobBadge state={job.state} />],
    [f.who, job.created_by?.email ?? t.entries.system],
    [f.asked, at(job.created_at)],
    [f.began, at(job.started_at)],
    [f.ended, at(job.finished_at)],
    [f.done, job.total == null ? t.jobs.done(job.done) : t.jobs.doneOf(job.done, job.total)],
    [f.place, place && <Anchor component={Link} href={place} inherit>{t.jobs.toPlace}</Anchor>],
    [f.id, job.id],
  ];
  return (
    <>
      {job.failure && (
        <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={t.jobs.failedTitle}>
          <span className="cm-wrap">{inWords(job.failure)}</span>
        </Alert>
      )}
      <Facts facts={facts.filter(([, value]) => value != null)} />
      {job.errors.length > 0 && (
        <div>
          <div className="cm-framed">
            <DataTable
              caption={t.jobs.rowErrors(job.error_count)} rows={job.errors.map((error, place) => ({ ...error, place }))} rowKey={({ place: at }) => at}
              columns={[
                { key: 'row', header: t.import.row, isRowHeader: true, cell: ({ row }) => `${t.import.row} ${row}` },
                { key: 'message', header: t.import.message, cell: ({ message }) => <span className="cm-wrap">{inWords(message)}</span> },
              ]}
            />
          </div>
          {job.errors.length < job.error_count && <Text size="sm" c="dimmed" mt="xs">{t.import.errorsMore(job.errors.length, job.error_count)}</Text>}
        </div>
      )}
    </>
  );
}
