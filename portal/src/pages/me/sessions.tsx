// Where one is signed in, in all of one's companies.

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { deviceWords } from '../../api/served';
import type { Session } from '../../api/types';
import { whenWords } from '../../parts/ago';
import { Badge } from '../../parts/badge';
import { Confirm } from '../../parts/confirm';
import { agoWords, timeWords } from '../../parts/dates';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { notifyDone, notifyProblem, ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';

const KEY = ['sessions'];

export function Sessions() {
  const w = t.sessions;
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: api.me.sessions });
  const [isAsking, setAsking] = useState(false);
  const refresh = () => void queries.invalidateQueries({ queryKey: KEY });
  const others = data?.results.filter(({ is_current }) => !is_current).length ?? 0;
  return (
    <Panel title={w.title} lead={w.lead}>
      <Stack gap="md">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!data && !error && <Skeleton height={88} />}
        {data && (
          <ul className="cm-passkeys" aria-label={w.title}>
            {sorted(data.results).map((session) => <Line key={session.id} session={session} onEnded={refresh} />)}
          </ul>
        )}
        {data && data.count > data.results.length && <Text size="sm" c="dimmed">{w.newest(data.results.length, data.count)}</Text>}
        {data && others === 0 && <Text size="sm" c="dimmed">{w.nowhereElse}</Text>}
        {others > 0 && <Group><Button variant="default" onClick={() => setAsking(true)}>{w.endOthers}</Button></Group>}
      </Stack>
      {isAsking && (
        <Confirm
          title={w.endOthersTitle} text={w.endOthersText} submit={w.endOthers} isDangerous
          action={api.me.endOtherSessions}
          onDone={() => {
            setAsking(false);
            refresh();
            notifyDone(w.othersEnded);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

/** This one first, then by last use. */
function sorted(sessions: Session[]): Session[] {
  return sessions.toSorted((a, b) => Number(b.is_current) - Number(a.is_current) || b.seen_at.localeCompare(a.seen_at));
}

function Line({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const w = t.sessions;
  const { company } = useMe();
  const device = deviceWords(session.device) || w.unknown;
  const seen = agoWords(session.seen_at, new Date());
  const end = useMutation({
    mutationFn: () => api.me.endSession(session.id),
    onSuccess: () => notifyDone(w.ended(device)),
    onError: notifyProblem,
    // Also when it had ended already: the list was old.
    onSettled: onEnded,
  });
  return (
    <li>
      <div>
        <Group gap="xs">
          <Text className="cm-wrap" title={session.user_agent}>{device}</Text>
          {session.is_current && <Badge tone="accent">{w.thisOne}</Badge>}
        </Group>
        <Text size="sm" c="dimmed" className="cm-wrap">{[w.kinds[session.kind] ?? session.kind, session.company, session.address].join(' · ')}</Text>
        <Text size="sm" c="dimmed">
          {w.seen(whenWords(session.seen_at, company.time_zone))} · {w.since(timeWords(session.signed_in_at, company.time_zone))}
        </Text>
      </div>
      {!session.is_current && (
        <Button size="xs" variant="default" aria-label={w.endOne(device, seen)} loading={end.isPending} onClick={() => end.mutate()}>
          {w.end}
        </Button>
      )}
    </li>
  );
}
