// The file of a list of tokens: the columns that the server's own file of all tokens has, without
// what is only known of the people behind them.

import type { Uat } from '../../api/types';
import type { FileColumns } from '../../parts/csv-file';

export const TOKEN_FILE: FileColumns<Uat> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state,
  permissions: ({ permissions }) => permissions,
  valid_until: ({ valid_until }) => valid_until,
  expires_at: ({ expires_at }) => expires_at,
  created_at: ({ created_at }) => created_at,
  last_used_at: ({ last_used_at }) => last_used_at,
  last_used_address: ({ last_used_address }) => last_used_address,
  last_used_agent: ({ last_used_agent }) => last_used_agent,
  use_count: ({ use_count }) => use_count,
  refused_count: ({ refused_count }) => refused_count,
  last_refused_at: ({ last_refused_at }) => last_refused_at,
  networks: ({ networks }) => networks,
  network_mode: ({ network_mode }) => network_mode,
  only_brands: ({ only }) => only?.brands,
  only_products: ({ only }) => only?.products,
  only_campaigns: ({ only }) => only?.campaigns,
  quarantined_at: ({ quarantined_at }) => quarantined_at,
  replaced_by: ({ replaced_by }) => replaced_by,
  revoked_at: ({ revoked_at }) => revoked_at,
  revoked_reason: ({ revoked_reason }) => revoked_reason,
};
