import { Link } from 'wouter';
import type { Job } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { navigate, useHashQuery } from '../../parts/hash-location';
import { placeOf } from '../../parts/job-places';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import { JobState } from './job-state';
import { canStop, kindWords } from './job-words';

export function useJobColumns(onStop: (job: Job) => void): Column<Job>[] {
  const may = useMay();
  const [query] = useHashQuery();
  const c = t.jobs.columns;
  // The list stays as it is filtered, behind what is opened.
  const detailsOf = (job: number) => `/background-work?${new URLSearchParams({ ...Object.fromEntries(query), job: String(job) })}`;
  const actions = (job: Job) => {
    const place = placeOf(job, may);
    return [
      place !== undefined && { label: t.jobs.toPlace, onClick: () => navigate(place) },
      canStop(job) && { label: t.jobs.stop, onClick: () => onStop(job), isDangerous: true },
    ];
  };
  return [
    {
      key: 'what', header: c.what, isRowHeader: true,
      cell: ({ id, kind }) => (
        <span className="cm-two-lines cm-wrap">
          <Link href={detailsOf(id)} className="cm-plain-link">{kindWords(kind)}</Link>
          <small>{t.jobs.number(id)}</small>
        </span>
      ),
    },
    { key: 'state', header: c.state, cell: (job) => <JobState job={job} /> },
    { key: 'who', header: c.who, cell: ({ created_by: by }) => <span className="cm-who">{by?.email ?? t.entries.system}</span> },
    { key: 'asked', header: c.asked, cell: ({ created_at: at }) => <Ago at={at} /> },
    { key: 'ended', header: c.ended, cell: ({ finished_at: at }) => at && <Ago at={at} /> },
    { key: 'actions', header: c.actions, isActions: true, cell: (job) => <RowMenu name={t.jobs.named(kindWords(job.kind), job.id)} actions={actions(job)} /> },
  ];
}
