// What a scan found: the state of its code, and what was to be said of it.

import { ALERT_TYPES, type AlertType } from '../../api/types';
import { Badge, StateBadge } from '../../parts/badge';
import { AlertIcon } from '../../parts/icons';
import { verdictOf } from '../../parts/verdicts';
import { t } from '../../text';

const isKnown = (flag: string): flag is AlertType => ALERT_TYPES.some((known) => known === flag);

/** A flag that this portal does not know is shown by its own name. */
const flagWords = (flag: string) => (isKnown(flag) ? t.alertTypes[flag] : flag);

export function VerdictBadge({ status }: { status: number }) {
  const verdict = verdictOf(status);
  return <StateBadge state={verdict === 'genuine' ? 'active' : verdict} label={t.dashboard.verdicts[verdict]} />;
}

export function Flags({ flags, most = flags.length }: { flags: string[]; most?: number }) {
  const more = flags.slice(most);
  return (
    <span className="cm-flags">
      {flags.slice(0, most).map((flag) => <Badge key={flag} tone="warn" icon={<AlertIcon size={13} />}>{flagWords(flag)}</Badge>)}
      {more.length > 0 && <span className="cm-dim" title={more.map(flagWords).join(', ')}>{t.scans.more(more.length)}</span>}
    </span>
  );
}
