// The file of a list of teams.

import type { Team } from '../../../api/types';
import type { FileColumns } from '../../../parts/csv-file';

export const TEAM_FILE: FileColumns<Team> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  members: ({ members }) => members.map(({ email }) => email),
  campaigns: ({ campaigns }) => campaigns.map(({ id }) => id),
  creation_date: ({ creation_date }) => creation_date,
};
