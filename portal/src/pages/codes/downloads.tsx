// Files of codes that the person asked for. They are the server's: a reload, or another browser,
// shows the same.

import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { inWords } from '../../api/served';
import type { Job } from '../../api/types';
import { AGAIN, isOpen } from '../../parts/again';
import { whenWords } from '../../parts/ago';
import { StateBadge } from '../../parts/badge';
import { DownloadIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { notifyDone, notifyProblem, ProblemAlert } from '../../parts/problem-alert';
import { saveFrom } from '../../parts/save-as';
import { SmallBar } from '../../parts/small-bar';
import { t } from '../../text';

export const DOWNLOADS = ['jobs', 'codes-download'];

const KIND = 'codes_download';
/** A file is kept for so long. */
const DAY = 86_400_000;

export function Downloads() {
  const jobs = useQuery({
    queryKey: DOWNLOADS, queryFn: () => api.jobs.list({ kind: KIND, mine: '1', ordering: '-created_at', limit: 50 }), staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(isOpen) ? AGAIN : false),
  });
  const isKept = (job: Job) => isOpen(job) || Date.now() - Date.parse(job.finished_at ?? job.created_at) < DAY;
  const mine = jobs.data?.results.filter(isKept) ?? [];
  if (jobs.error && !jobs.data) return <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} />;
  if (mine.length === 0) return null;
  return (
    <Panel title={t.codes.downloads.title} lead={t.codes.downloads.lead}>
      <ul className="cm-downloads">
        {mine.map((job) => <Download key={job.id} job={job} />)}
      </ul>
    </Panel>
  );
}

function Download({ job }: { job: Job }) {
  const { company } = useMe();
  const queries = useQueryClient();
  const words = t.codes.downloads;
  const save = useMutation({
    mutationFn: async () => saveFrom((await api.documents.link(String(job.result?.['document']))).download_link), gcTime: 0, onError: notifyProblem,
  });
  const stop = useMutation({
    mutationFn: () => api.jobs.cancel(job.id),
    onSuccess: () => notifyDone(words.stopped), onError: notifyProblem,
    onSettled: () => void queries.invalidateQueries({ queryKey: DOWNLOADS }),
  });
  return (
    <li>
      <span className="cm-two-lines">
        <Group gap="xs" component="span">
          <StateBadge state={job.state === 'running' ? 'in-progress' : job.state} label={words.states[job.state]} />
          <span>{job.state === 'complete' ? words.done(Number(job.result?.['rows']), Number(job.result?.['size'])) : ''}</span>
        </Group>
        {isOpen(job) && <SmallBar label={words.states[job.state]} done={job.done} of={null} words={words.rows(job.done)} />}
        {job.failure && <small className="cm-wrap">{inWords(job.failure)}</small>}
        <small>{words.asked(whenWords(job.created_at, company.time_zone))}</small>
      </span>
      {job.state === 'complete' && (
        <Button leftSection={<DownloadIcon />} variant="default" loading={save.isPending} onClick={() => save.mutate()}>{words.save}</Button>
      )}
      {isOpen(job) && <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>{words.stop}</Button>}
    </li>
  );
}
