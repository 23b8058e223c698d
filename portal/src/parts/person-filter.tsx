// Only what one person did. Who may not see the others can still ask for what is their own.

import { api } from '../api/calls';
import { t } from '../text';
import { ChooseOne, type Source } from './choose-one';
import { ChoiceFilter, useFilter } from './filters';
import { useMay, useMe } from './me';
import { named } from './people';

const one = ({ id, label }: ReturnType<typeof named>) => ({ id, name: label });

const people: Source = {
  key: 'users',
  list: async (query) => ({ results: (await api.users.list(query)).results.map((user) => one(named(user))) }),
  get: async (id) => one(named(await api.users.get(Number(id)))),
  none: t.people.none,
};

export function PersonFilter({ name, label, all }: { name: string; label: string; all: string }) {
  const may = useMay();
  const { user } = useMe();
  const [person, setPerson] = useFilter(name);
  if (!may('user_view')) return <ChoiceFilter name={name} label={label} all={all} choices={[[String(user.id), t.people.mine]]} />;
  return (
    <ChooseOne
      from={people} aria-label={label} placeholder={all} clearable className="cm-activity-filter"
      value={person || null} onChange={setPerson}
    />
  );
}
