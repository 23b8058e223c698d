// The people of the company, for choosing among them.

import { api } from '../api/calls';
import type { User } from '../api/types';
import { t } from '../text';
import type { ManySource } from './choose-many';
import { fullName } from './me';

const words = t.people;
type Person = Pick<User, 'id' | 'email' | 'given_name' | 'family_name'>;

export const named = (user: Person) => ({ id: user.id, label: `${fullName(user)} (${user.email})` });

async function found(search: string): Promise<User[]> {
  return (await api.users.list({ search: search || undefined, ordering: 'name', limit: 50 })).results;
}

export const people: ManySource = {
  key: 'users', get: async (id) => named(await api.users.get(id)), find: async (search) => (await found(search)).map(named), ...words,
};

/** Those who have joined: nobody else is written to. */
export const members: ManySource = {
  ...people, key: 'users joined', find: async (search) => (await found(search)).filter(({ state }) => state === 'active').map(named),
};
