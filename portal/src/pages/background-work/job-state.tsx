// How far a job is, with a bar while it goes on.

import { inWords } from '../../api/served';
import type { Job } from '../../api/types';
import { isOpen } from '../../parts/again';
import { StateBadge } from '../../parts/badge';
import { SmallBar } from '../../parts/small-bar';
import { t } from '../../text';

export function JobBadge({ state }: Pick<Job, 'state'>) {
  return <StateBadge state={state === 'running' ? 'in-progress' : state} label={t.jobs.states[state]} />;
}

export function JobState({ job }: { job: Job }) {
  const { state, done, total = null, failure, error_count: errors } = job;
  return (
    <span className="cm-two-lines">
      <span><JobBadge state={state} /></span>
      {isOpen(job) && (
        <SmallBar label={t.jobs.states[state]} done={done} of={total} words={total === null ? t.jobs.done(done) : t.jobs.doneOf(done, total)} />
      )}
      {failure && <small className="cm-wrap">{inWords(failure)}</small>}
      {errors > 0 && <small>{t.jobs.rowErrors(errors)}</small>}
    </span>
  );
}
