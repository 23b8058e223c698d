// Rights that no call has needed, and one click that takes them away.

import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { Uat, UatUse } from '../../api/types';
import { dateWords } from '../../parts/dates';
import { Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { ownerWords } from '../me/token-columns';

interface Props { uat: Uat; unused: UatUse['unused']; mayChange: boolean; onChanged: () => void }

export function Unused({ uat, unused, mayChange, onChanged }: Props) {
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: 600_000 });
  const label = (name: string) => permissions.data?.results.find((p) => p.name === name)?.label;
  const { smaller } = unused;
  const narrow = useMutation({
    mutationFn: () => api.uats.update(uat.id, { permissions: smaller ?? undefined }),
    onSuccess: () => { notifyDone(t.token.smallerDone(uat.name)); onChanged(); },
  });
  const day = dateWords(unused.since);
  const lead = unused.early ? t.token.unusedEarly(day) : t.token.unusedSince(day);
  return (
    <Panel title={t.token.unusedTitle} lead={unused.permissions.length > 0 ? lead : undefined}>
      <Stack align="flex-start" gap="sm">
        {unused.permissions.length === 0 && <Text size="sm">{t.token.allUsed(day)}</Text>}
        <ul className="cm-token-list">
          {unused.permissions.map((name) => (
            <li key={name}><span>{label(name) ?? name}</span> <code className="cm-mono">{name}</code></li>
          ))}
        </ul>
        {unused.permissions.length > 0 && !smaller && <Text size="sm" c="dimmed">{t.token.nothingUsed}</Text>}
        <ProblemAlert error={narrow.error} />
        {smaller && !mayChange && <Text size="sm" c="dimmed">{t.allTokens.ownerNarrows(ownerWords(uat))}</Text>}
        {smaller && mayChange && (
          <>
            <Text size="sm" c="dimmed">{t.token.smallerText(smaller.length)}</Text>
            <Button variant="default" loading={narrow.isPending} onClick={() => narrow.mutate()}>{t.token.smaller}</Button>
          </>
        )}
      </Stack>
    </Panel>
  );
}
