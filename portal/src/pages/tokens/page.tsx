// Every token of the company, for those who answer for them all: found, looked at, exported, revoked.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { Empty } from '../../parts/empty';
import { ExportButton } from '../../parts/export-button';
import { useHashQuery } from '../../parts/hash-location';
import { KeyIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { useMe } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { SelectionBar } from '../../parts/selection-bar';
import { useSelection } from '../../parts/use-selection';
import { t } from '../../text';
import { NoToken } from '../me/no-token';
import { RevokeAll } from '../me/revoke-all';
import { TokenAction, type TokenActionOf } from '../me/token-action';
import { isChoosable, useTokenColumns } from '../me/token-columns';
import { toRevoke, useTokenFilter, useTokenOrdering } from '../me/token-filter';
import { TokenFilters } from '../me/token-filters';
import { TokenRights } from '../me/token-rights';
import { RevokeMany } from './revoke-many';

export default function CompanyTokens() {
  const { company } = useMe();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const filter = useTokenFilter(true);
  const ordering = useTokenOrdering();
  const [open, setOpen] = useState<string | null>(null);
  const [action, setAction] = useState<TokenActionOf | null>(null);
  const [many, setMany] = useState<Uat[] | null>(null);
  const [isRevokingAll, setRevokingAll] = useState(false);

  const shown = { ...filter.values, ordering: ordering?.by };
  const params = { ...shown, all: '1', ...positionIn(query) };
  const list = useQuery({
    queryKey: ['uats', 'list', params], queryFn: () => api.uats.list(params), placeholderData: keepPreviousData,
  });
  const selection = useSelection<Uat>(JSON.stringify(filter.values), ({ id }) => id);
  const columns = useTokenColumns({ selection, open, onToggle: (id) => setOpen(open === id ? null : id), onAction: setAction });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['uats'] });
  const rows = list.data?.results ?? [];
  const only = toRevoke(filter.values);
  const owner = filter.values.owner ? rows[0]?.owner : undefined;

  return (
    <Page
      title={t.allTokens.title} lead={`${t.allTokens.lead} ${t.lists.zone(company.time_zone)}`}
      actions={<>
        <ExportButton
          label={t.allTokens.export} name="tokens.csv" done={t.allTokens.exported} isDisabled={list.data?.count === 0}
          load={() => api.uats.export(shown)}
        />
        {(!filter.isOn || (only && rows.length > 0)) && (
          <Button variant="default" onClick={() => setRevokingAll(true)}>{filter.isOn ? t.allTokens.all.openFound : t.allTokens.all.open}</Button>
        )}
      </>}
    >
      <div className="cm-panel">
        <TokenFilters filter={filter} isAll hasLooks={filter.isOn || list.data?.count !== 0} />
        {rows.length > 0 && (
          <SelectionBar here={rows.filter(isChoosable)} selection={selection} words={t.allTokens}>
            <Button size="xs" variant="default" onClick={() => setMany(selection.rows)}>{t.allTokens.revoke}</Button>
          </SelectionBar>
        )}
        <ListView
          query={list} caption={t.allTokens.caption} columns={columns} rowKey={({ id }) => id} ordering={ordering}
          detail={(uat) => open === uat.id && <TokenRights uat={uat} />}
          empty={filter.isOn ? <NoToken filter={filter} /> : <Empty icon={<KeyIcon />} title={t.allTokens.empty} text={t.allTokens.emptyText} />}
        />
      </div>
      {action && <TokenAction action={action} onDone={() => { selection.set([action.uat], false); refresh(); }} onClose={() => setAction(null)} />}
      {many && (
        <RevokeMany
          tokens={many} onClose={() => setMany(null)}
          onDone={() => {
            selection.clear();
            refresh();
          }}
        />
      )}
      {isRevokingAll && (
        <RevokeAll
          of={owner ? { whose: 'person', user: owner } : { whose: 'company' }} only={only ?? {}} onClose={() => setRevokingAll(false)}
          onDone={() => {
            selection.clear();
            refresh();
          }}
        />
      )}
    </Page>
  );
}
