import { DayFilter } from '../../parts/day-filter';
import { ChoiceFilter, Filters } from '../../parts/filters';
import type { ListAddress } from '../../parts/list-address';
import { PersonFilter } from '../../parts/person-filter';
import { ZoneNote } from '../../parts/zone-note';
import { t } from '../../text';

export function TaskFilters({ address }: { address: ListAddress }) {
  return (
    <Filters address={address}>
      <ChoiceFilter name="state" label={t.scm.columns.state} all={t.scm.allStates} choices={Object.entries(t.scm.states)} />
      <ChoiceFilter name="source" label={t.scm.source} all={t.scm.allSources} choices={Object.entries(t.scm.sources)} />
      <PersonFilter name="created_by" label={t.scmTask.who} all={t.scmTask.everybody} />
      <DayFilter />
      <ZoneNote />
    </Filters>
  );
}
