// The status of a code in a word, with the reason of a blacklisted one.

import type { Code } from '../../api/types';
import { StateBadge } from '../../parts/badge';
import { t } from '../../text';

/** By the API's numbers. */
export const STATUSES = ['inactive', 'active', 'blacklisted'] as const;

export const reasonWords = (reason: number) => t.codes.reasons[reason] ?? String(reason);

export function CodeStatus({ code: { activation_status: number, blacklist_reason: reason } }: { code: Code }) {
  const status = STATUSES[number] ?? 'inactive';
  return (
    <span className="cm-two-lines">
      <span><StateBadge state={status} label={t.codes.statuses[status]} /></span>
      {status === 'blacklisted' && reason > 0 && <small>{reasonWords(reason)}</small>}
    </span>
  );
}
