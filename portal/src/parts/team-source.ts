// The teams of the company, for choosing among them.

import { api } from '../api/calls';
import type { Team } from '../api/types';
import { t } from '../text';
import type { ManySource } from './choose-many';

const named = ({ id, name }: Team) => ({ id, label: name });

export const teamSource: ManySource = {
  key: 'teams',
  find: async (search) => (await api.teams.list({ search: search || undefined, ordering: 'name', limit: 50 })).results.map(named),
  get: async (id) => named(await api.teams.get(id)),
  ...t.teams.choose,
};
