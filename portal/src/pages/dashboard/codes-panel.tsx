// The codes that there are now, by their state.

import { Link } from 'wouter';
import type { Dashboard } from '../../api/types';
import { useHashQuery } from '../../parts/hash-location';
import { useMay } from '../../parts/me';
import { Panel } from '../../parts/page';
import { VerdictBar, VerdictKey } from '../../parts/verdict-pattern';
import { statusOf, VERDICTS } from '../../parts/verdicts';
import { t } from '../../text';

export function CodesPanel({ codes }: { codes: Dashboard['codes'] }) {
  const may = useMay();
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
      <VerdictBar counts={counts} of={codes.total} />
      <ul className="cm-codes-states">
        {VERDICTS.map((verdict) => {
          const label = t.codes.statuses[verdict === 'genuine' ? 'active' : verdict];
          const words = t.dashboard.count(counts[verdict]);
          return (
            <li key={verdict}>
              <VerdictKey verdict={verdict} /> {label}{' '}
              <b>
                {may('codes_view') && counts[verdict] > 0
                  ? <Link href={address(statusOf(verdict))} className="cm-plain-link" aria-label={t.dashboard.codesOf(counts[verdict], label)}>{words}</Link>
                  : words}
              </b>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
