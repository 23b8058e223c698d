// How far an upload is that is done in the background.

import type { ScmTask } from '../../api/types';
import { SmallBar } from '../../parts/small-bar';
import { t } from '../../text';

interface Props { state: ScmTask['state']; job: NonNullable<ScmTask['job']> }

export function TaskBar({ state, job: { done, total = null } }: Props) {
  return <SmallBar label={t.scm.states[state]} done={done} of={total} words={total === null ? t.jobs.done(done) : t.jobs.doneOf(done, total)} />;
}
