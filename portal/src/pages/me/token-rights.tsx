// What one token may do, and the rest that is known about it.

import { useQuery } from '@tanstack/react-query';
import { Text } from '@mantine/core';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Badge } from '../../parts/badge';
import { dateWords, timeWords } from '../../parts/dates';
import { DashCircleIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { t } from '../../text';

export function TokenRights({ uat }: { uat: Uat }) {
  const { company } = useMe();
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: 600_000 });
  const use = useQuery({ queryKey: ['uats', 'use', uat.id], queryFn: () => api.uats.use(uat.id), enabled: uat.state === 'active' });
  const unused = use.data?.unused;
  const label = (name: string) => permissions.data?.results.find((p) => p.name === name)?.label;
  const notes = [
    t.tokens.made(timeWords(uat.created_at, company.time_zone)),
    uat.last_used_address && `${t.tokens.columns.used} ${t.tokens.usedFrom(uat.last_used_address)}`,
    uat.revoked_by && `${t.tokens.states.revoked} ${t.tokens.revokedBy(uat.revoked_by.name || uat.revoked_by.email)}`,
    uat.revoked_reason && t.common.pair(t.tokens.revokeReason, uat.revoked_reason),
  ].filter(Boolean);
  return (
    <div className="cm-rights">
      <ul>
        {uat.permissions.map((name) => (
          <li key={name}>
            <span>{label(name) ?? name}</span> <code className="cm-mono">{name}</code>
            {unused?.permissions.includes(name) && <> <Badge tone="quiet" icon={<DashCircleIcon size={13} />}>{t.allTokens.unusedSince(dateWords(unused.since))}</Badge></>}
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" className="cm-wrap">{notes.join(' · ')}</Text>
      <Text size="xs" c="dimmed" className="cm-wrap">{t.tokens.id('')}<code className="cm-mono">{uat.id}</code></Text>
    </div>
  );
}
