// Every token of a chain of rotations, the first one first.

import { Link } from 'wouter';
import type { Uat } from '../../api/types';
import { Ago } from '../../parts/ago';
import { DataTable, type Column } from '../../parts/data-table';
import { dateWords, timeWords } from '../../parts/dates';
import { useMe } from '../../parts/me';
import { t } from '../../text';
import { TokenState } from '../me/quarantine';

export function Chain({ family, id }: { family: Uat[]; id: string }) {
  const { company } = useMe();
  const columns: Column<Uat>[] = [
    {
      key: 'made', header: t.token.made, isRowHeader: true,
      cell: (uat) => (uat.id === id
        ? <>{timeWords(uat.created_at, company.time_zone)} <small>({t.token.thisOne})</small></>
        : <Link href={`/me/tokens/${uat.id}`} className="cm-link">{timeWords(uat.created_at, company.time_zone)}</Link>),
    },
    { key: 'state', header: t.tokens.columns.state, cell: (uat) => <TokenState uat={uat} /> },
    { key: 'until', header: t.token.until, cell: ({ valid_until }) => dateWords(valid_until) },
    { key: 'used', header: t.tokens.columns.used, cell: ({ last_used_at: at }) => (at ? <Ago at={at} /> : t.tokens.neverUsed) },
  ];
  return (
    <section className="cm-panel" aria-labelledby="chain-heading">
      <h2 id="chain-heading" className="cm-token-heading">{t.token.chainTitle}</h2>
      <DataTable caption={t.token.chainTitle} columns={columns} rows={family} rowKey={(uat) => uat.id} />
    </section>
  );
}
