import type { Webhook } from '../../api/types';
import { Badge, StateBadge } from '../../parts/badge';
import { timeWords } from '../../parts/dates';
import { AlertIcon, CrossCircleIcon, PauseIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { t } from '../../text';

export function WebhookState({ webhook: { is_active, failing_since, disabled_at } }: { webhook: Webhook }) {
  const { company } = useMe();
  const w = t.webhooks;
  if (is_active && !failing_since) return <StateBadge state="active" label={w.states.active} />;
  if (is_active) {
    return (
      <span className="cm-two-lines">
        <span><Badge tone="warn" icon={<AlertIcon size={14} />}>{w.states.failing}</Badge></span>
        <small>{w.failingSince(timeWords(failing_since ?? '', company.time_zone))}</small>
      </span>
    );
  }
  if (!disabled_at) return <Badge tone="quiet" icon={<PauseIcon size={14} />}>{w.states.off}</Badge>;
  return (
    <span className="cm-two-lines">
      <span><Badge tone="bad" icon={<CrossCircleIcon size={14} />}>{w.states.disabled}</Badge></span>
      <small>{w.disabledAt(timeWords(disabled_at, company.time_zone))}</small>
    </span>
  );
}
