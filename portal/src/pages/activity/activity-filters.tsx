import { Badge } from '../../parts/badge';
import { DayFilter } from '../../parts/day-filter';
import { ChoiceFilter, Filters, useFilter, type FiltersProps } from '../../parts/filters';
import { PersonFilter } from '../../parts/person-filter';
import { ZoneNote } from '../../parts/zone-note';
import { t } from '../../text';

export function ActivityFilters({ address }: Pick<FiltersProps, 'address'>) {
  const [object] = useFilter('object_id');
  return (
    <Filters address={address}>
      <ChoiceFilter name="action" label={t.activity.action} all={t.activity.allActions} choices={Object.entries(t.entries.actions)} />
      <ChoiceFilter name="object_type" label={t.activity.object} all={t.activity.allObjects} choices={Object.entries(t.activity.objects)} />
      <PersonFilter name="user" label={t.activity.user} all={t.activity.everybody} />
      <DayFilter />
      <ZoneNote />
      {object && <Badge tone="accent">{t.activity.onlyObject(object)}</Badge>}
    </Filters>
  );
}
