// Why a token is worth a look: the rules that it breaks, rights that nobody uses, that nobody uses
// it at all.

import type { Uat } from '../../api/types';
import { Badge } from '../../parts/badge';
import { AlertIcon, ClockIcon, DashCircleIcon } from '../../parts/icons';
import { t } from '../../text';
import './token-badges.css';
import { LOOKS } from './token-filter';

/** Whether there is any of them. */
export const isWorthALook = (uat: Uat) => uat.not_compliant.length > 0 || uat.too_wide.length > 0 || isIdle(uat);

const isIdle = ({ idle_days: days }: Uat) => days !== null && days !== undefined && days >= Number(LOOKS.idle_days);

export function TokenBadges({ uat }: { uat: Uat }) {
  const words = t.allTokens.why;
  return (
    <>
      {uat.not_compliant.map((rule) => (
        <Badge key={rule} tone="bad" icon={<AlertIcon size={14} />}>{words.rules[rule] ?? rule}</Badge>
      ))}
      {uat.too_wide.length > 0 && <Badge tone="warn" icon={<DashCircleIcon size={14} />}>{words.tooWide(uat.too_wide.length)}</Badge>}
      {isIdle(uat) && <Badge tone="quiet" icon={<ClockIcon size={14} />}>{words.idle(uat.idle_days ?? 0)}</Badge>}
    </>
  );
}
