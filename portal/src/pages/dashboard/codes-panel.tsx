// The codes that there are now, by their state.

import type { Dashboard } from '../../api/types';
import { CodeStates } from '../../parts/code-states';
import { useHashQuery } from '../../parts/hash-location';
import { Panel } from '../../parts/page';
import { t } from '../../text';

export function CodesPanel({ codes }: { codes: Dashboard['codes'] }) {
  const [query] = useHashQuery();
  const counts = { genuine: codes.active, inactive: codes.inactive, blacklisted: codes.blacklisted };
  // The list of codes knows the same filters by other names.
  const address = (status: number) => {
    const filter = new URLSearchParams({ status: String(status) });
    for (const [here, there] of [['campaign_id', 'campaign'], ['product', 'products']] as const) {
      const value = query.get(here);
      if (value) filter.set(there, value);
    }
    return `/codes?${filter}`;
  };
  return (
    <Panel title={t.dashboard.codes} lead={t.dashboard.codesLead}>
      <CodeStates counts={counts} address={address} />
    </Panel>
  );
}
