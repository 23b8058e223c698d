import type { Uat } from '../../api/types';
import { When } from '../../parts/ago';
import { dateWords, daysBetween, daysWords, timeWords, todayIn } from '../../parts/dates';
import { Facts } from '../../parts/facts';
import { useMe } from '../../parts/me';
import { t } from '../../text';
import { isWorthALook, TokenBadges } from '../me/token-badges';
import { TokenState } from '../me/quarantine';
import { ReachOf } from './reach';

export function TokenFacts({ uat }: { uat: Uat }) {
  const { company } = useMe();
  const now = new Date();
  const at = (instant: string) => timeWords(instant, company.time_zone);
  const days = daysBetween(todayIn(company.time_zone, now), uat.valid_until);
  const facts: ([string, React.ReactNode] | false)[] = [
    [t.tokens.columns.state, <TokenState key="state" uat={uat} />],
    isWorthALook(uat) && [t.allTokens.looks.label, <span key="why" className="cm-token-badges"><TokenBadges uat={uat} /></span>],
    [t.token.id, <code key="id" className="cm-mono">{uat.id}</code>],
    [t.tokens.columns.owner, uat.owner.name || uat.owner.email],
    [t.token.rights, <Rights key="rights" names={uat.permissions} />],
    [t.reach.title, <ReachOf key="reach" only={uat.only} />],
    [t.token.made, at(uat.created_at)],
    [t.token.until, <>{dateWords(uat.valid_until)}<br /><small>{daysWords(days)}</small></>],
    Boolean(uat.overlap_until) && [t.token.overlapEnd, at(uat.overlap_until ?? '')],
    Boolean(uat.revoked_at) && [t.tokens.states.revoked, <>{at(uat.revoked_at ?? '')}<br /><small>{revokedWords(uat)}</small></>],
    [t.tokens.columns.used, uat.last_used_at ? <><When at={uat.last_used_at} /><br /><small>{t.tokens.uses(uat.use_count)}</small></> : t.tokens.neverUsed],
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}

function Rights({ names }: { names: string[] }) {
  return <>{names.map((name) => <span key={name} className="cm-token-right"><code className="cm-mono">{name}</code> </span>)}</>;
}

function revokedWords({ revoked_by: by, revoked_reason: reason }: Uat): string {
  const who = by ? t.tokens.revokedBy(by.name || by.email) : t.token.byServer;
  return reason ? t.common.pair(who, reason) : who;
}
