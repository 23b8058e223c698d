// The file of a list of people.

import type { User } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const USER_FILE: FileColumns<User> = {
  id: ({ id }) => id,
  email: ({ email }) => email,
  given_name: ({ given_name }) => given_name,
  family_name: ({ family_name }) => family_name,
  title: ({ title }) => title,
  phone: ({ phone }) => phone,
  role: ({ role }) => role.name,
  state: ({ state }) => state,
  second_factors: ({ second_factors }) => second_factors,
  last_login: ({ last_login }) => last_login,
  creation_date: ({ creation_date }) => creation_date,
};
