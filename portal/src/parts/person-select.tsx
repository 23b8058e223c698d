import { api } from '../api/calls';
import type { SendOptions } from '../api/client';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';
import { named } from './people';

const person = (user: Parameters<typeof named>[0]) => ({ id: user.id, name: named(user).label });

const people = {
  key: 'person-names',
  list: async (query: SendOptions['query']) => ({ results: (await api.users.list(query)).results.map(person) }),
  get: async (id: string) => person(await api.users.get(Number(id))),
  none: t.people.none,
};

export const PersonSelect = (props: ChooseOneProps) => <ChooseOne from={people} {...props} />;
