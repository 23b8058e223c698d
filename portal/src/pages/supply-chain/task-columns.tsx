import { Link } from 'wouter';
import { inWords } from '../../api/served';
import type { ScmTask } from '../../api/types';
import { Ago } from '../../parts/ago';
import { StateBadge } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { useHashQuery } from '../../parts/hash-location';
import { t } from '../../text';
import { TaskBar } from './task-bar';

/** A list has room for so many. */
const FEW = 4;

function fewOf(keys: string[]): string {
  const more = keys.length - FEW;
  return [...keys.slice(0, FEW), ...(more > 0 ? [t.reach.more(more)] : [])].join(', ');
}

export function useTaskColumns(): Column<ScmTask>[] {
  const [query] = useHashQuery();
  // The list stays as it is filtered, behind what is opened.
  const detailsOf = (task: string) => `/supply-chain?${new URLSearchParams({ ...Object.fromEntries(query), task })}`;
  const c = t.scm.columns;
  return [
    {
      key: 'name', header: c.name, isRowHeader: true,
      cell: ({ id, reference, source }) => (
        <span className="cm-two-lines"><Link href={detailsOf(id)} className="cm-plain-link">{reference}</Link><small className="cm-no-break">{t.scm.sources[source]}</small></span>
      ),
    },
    {
      key: 'state', header: c.state,
      cell: ({ state, failure, job, completed_at: end }) => (
        <span className="cm-two-lines">
          <span><StateBadge state={state} label={t.scm.states[state]} /></span>
          {job && !end && <TaskBar state={state} job={job} />}
          {failure && <small className="cm-wrap">{inWords(failure)}</small>}
        </span>
      ),
    },
    { key: 'keys', header: c.keys, cell: ({ scm_fields: keys }) => <span className="cm-wrap">{fewOf(keys)}</span> },
    { key: 'who', header: c.who, cell: ({ created_by_email: email }) => <span className="cm-who">{email ?? t.entries.system}</span> },
    {
      key: 'when', header: c.when, sort: 'created_at',
      cell: ({ created_at: at }) => <Ago at={at} />,
    },
    { key: 'codes', header: c.codes, align: 'right', cell: ({ codes_affected: count }) => count.toLocaleString(t.language) },
    { key: 'values', header: c.values, align: 'right', cell: ({ total_updates: count }) => count.toLocaleString(t.language) },
  ];
}
