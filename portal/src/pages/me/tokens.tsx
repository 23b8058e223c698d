// The section USER AUTHORIZATION TOKENS of the profile.

import { ActionIcon, Button, Group, NativeSelect, Switch, Text, Title, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Empty } from '../../parts/empty';
import { Filters, SearchFilter, useFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { KeyIcon, PlusIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay } from '../../parts/me';
import { positionIn } from '../../parts/paging';
import { t } from '../../text';
import { EditToken } from './edit-token';
import { ReleaseToken } from './quarantine';
import { RevokeToken } from './revoke-token';
import { TokenRights } from './token-rights';
import { useTokenColumns } from './token-columns';

// The dialog brings the calendar along, which nobody needs who only looks at the list.
const NewToken = lazy(() => import('./new-token'));

const STATES = ['active', 'expired', 'superseded', 'revoked'] as const;

export function Tokens() {
  const may = useMay();
  const queries = useQueryClient();
  const [query, change] = useHashQuery();
  const [state, setState] = useFilter('state');
  const [all, setAll] = useFilter('all');
  const [open, setOpen] = useState<string | null>(null);
  const [editing, setEditing] = useState<Uat | null>(null);
  const [revoking, setRevoking] = useState<Uat | null>(null);
  const [releasing, setReleasing] = useState<Uat | null>(null);

  const search = query.get('search') ?? undefined;
  const params = { state: state || undefined, all: all || undefined, search, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['uats', 'list', params], queryFn: () => api.uats.list(params), placeholderData: keepPreviousData,
  });
  const columns = useTokenColumns({
    withOwner: all === '1', open, onToggle: (id) => setOpen(open === id ? null : id),
    onEdit: setEditing, onRevoke: setRevoking, onRelease: setReleasing,
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['uats'] });
  const isFiltered = Boolean(state || search);
  const isCreating = query.get('new') === '1';
  const startCreating = () => change({ new: '1' });

  return (
    <section className="cm-panel" aria-labelledby="tokens-heading">
      <Group className="cm-section-head" gap="sm" wrap="nowrap">
        <Title order={2} id="tokens-heading" className="cm-caps">{t.tokens.heading}</Title>
        <Tooltip label={t.tokens.create}>
          <ActionIcon size="lg" radius="xl" aria-label={t.tokens.create} onClick={startCreating}><PlusIcon /></ActionIcon>
        </Tooltip>
      </Group>
      <Text c="dimmed" size="sm" className="cm-section-lead">{t.tokens.lead}</Text>
      <Filters>
        <SearchFilter label={t.tokens.search} />
        <NativeSelect
          aria-label={t.tokens.state} value={state} onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: '', label: t.common.pair(t.tokens.state, t.common.all.toLowerCase()) },
            ...STATES.map((value) => ({ value, label: t.tokens.states[value] })),
            { value: 'quarantined', label: t.tokens.quarantine },
          ]}
        />
        {may('uat_manage') && (
          <Switch label={t.tokens.everybody} checked={all === '1'} onChange={(event) => setAll(event.currentTarget.checked ? '1' : null)} />
        )}
      </Filters>
      <ListView
        query={list} caption={t.tokens.caption} columns={columns} rowKey={({ id }) => id}
        detail={(uat) => open === uat.id && <TokenRights uat={uat} />}
        empty={isFiltered
          ? <Empty icon={<KeyIcon />} title={t.tokens.emptyState} />
          : <Empty icon={<KeyIcon />} title={t.tokens.empty} text={t.tokens.emptyText}><Button onClick={startCreating}>{t.home.guide2Link}</Button></Empty>}
      />
      {isCreating && (
        <Suspense fallback={null}>
          <NewToken onClose={() => { change({ new: null }); refresh(); }} />
        </Suspense>
      )}
      {editing && <EditToken uat={editing} onSaved={refresh} onClose={() => setEditing(null)} />}
      {releasing && <ReleaseToken uat={releasing} onDone={refresh} onClose={() => setReleasing(null)} />}
      {revoking && <RevokeToken uat={revoking} onDone={refresh} onClose={() => setRevoking(null)} />}
    </section>
  );
}
