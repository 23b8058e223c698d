// The section USER AUTHORIZATION TOKENS of the profile.

import { ActionIcon, Button, Group, Text, Title, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { Empty } from '../../parts/empty';
import { ExportList } from '../../parts/export-list';
import { useHashQuery } from '../../parts/hash-location';
import { KeyIcon, PlusIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMay, useMe } from '../../parts/me';
import { positionIn } from '../../parts/paging';
import { t } from '../../text';
import { NoToken } from './no-token';
import { RevokeAll } from './revoke-all';
import { TokenAction, type TokenActionOf } from './token-action';
import { useTokenColumns } from './token-columns';
import { toRevoke, useTokenFilter, useTokenOrdering } from './token-filter';
import { TOKEN_FILE } from './token-file';
import { TokenFilters } from './token-filters';
import { TokenRights } from './token-rights';

// The dialog brings the calendar along, which nobody needs who only looks at the list.
const NewToken = lazy(() => import('./new-token'));

export function Tokens() {
  const { company } = useMe();
  const may = useMay();
  const queries = useQueryClient();
  const [query, change] = useHashQuery();
  const filter = useTokenFilter();
  const ordering = useTokenOrdering();
  const [open, setOpen] = useState<string | null>(null);
  const [action, setAction] = useState<TokenActionOf | null>(null);
  const [isRevokingAll, setRevokingAll] = useState(false);

  const shown = { ...filter.values, ordering: ordering?.by };
  const params = { ...shown, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['uats', 'list', params], queryFn: () => api.uats.list(params), placeholderData: keepPreviousData,
  });
  const only = toRevoke(filter.values);
  const columns = useTokenColumns({ open, onToggle: (id) => setOpen(open === id ? null : id), onAction: setAction });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['uats'] });
  const isCreating = query.get('new') === '1';
  const startCreating = () => change({ new: '1' });
  const exportButton = (
    <ExportList name="my-tokens" columns={TOKEN_FILE} count={list.data?.count} list={(page) => api.uats.list({ ...shown, ...page })} />
  );

  return (
    <section className="cm-panel" aria-labelledby="tokens-heading">
      <Group className="cm-section-head" gap="sm" wrap="nowrap">
        <Title order={2} id="tokens-heading" className="cm-caps">{t.tokens.heading}</Title>
        <Tooltip label={t.tokens.create}>
          <ActionIcon size="lg" radius="xl" aria-label={t.tokens.create} onClick={startCreating}><PlusIcon /></ActionIcon>
        </Tooltip>
      </Group>
      <Text c="dimmed" size="sm" className="cm-section-lead">
        {t.tokens.lead} {t.lists.zone(company.time_zone)} {may('uat_manage') && <Link href="/tokens" className="cm-link">{t.allTokens.toAll}</Link>}
      </Text>
      <TokenFilters
        filter={filter} hasLooks={filter.isOn || list.data?.count !== 0}
        actions={(filter.isOn || Boolean(list.data?.count)) && (
          <>
            {exportButton}
            {(!filter.isOn || (only && Boolean(list.data?.count))) && (
              <Button variant="default" onClick={() => setRevokingAll(true)}>{filter.isOn ? t.allTokens.all.openFound : t.allTokens.all.open}</Button>
            )}
          </>
        )}
      />
      <ListView
        query={list} caption={t.tokens.caption} columns={columns} rowKey={({ id }) => id} ordering={ordering}
        detail={(uat) => open === uat.id && <TokenRights uat={uat} />}
        empty={filter.isOn
          ? <NoToken filter={filter} />
          : <Empty icon={<KeyIcon />} title={t.tokens.empty} text={t.tokens.emptyText}><Button onClick={startCreating}>{t.home.guide2Link}</Button></Empty>}
      />
      {isCreating && (
        <Suspense fallback={null}>
          <NewToken onClose={() => { change({ new: null }); refresh(); }} />
        </Suspense>
      )}
      {action && <TokenAction action={action} onDone={refresh} onClose={() => setAction(null)} />}
      {isRevokingAll && <RevokeAll of={{ whose: 'mine' }} only={only ?? {}} onDone={refresh} onClose={() => setRevokingAll(false)} />}
    </section>
  );
}
