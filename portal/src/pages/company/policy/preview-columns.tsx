import { Link } from 'wouter';
import { inWords } from '../../../api/served';
import type { PolicyPreview } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import { Badge, type Tone } from '../../../parts/badge';
import type { Column } from '../../../parts/data-table';
import { t } from '../../../text';

type Row = PolicyPreview['results'][number];

const tones: Record<Row['effect'], Tone> = { stops: 'bad', ends_earlier: 'warn', loses_permissions: 'quiet' };

export function previewColumns(): Column<Row>[] {
  const c = t.policy.columns;
  return [
    {
      key: 'name', header: c.token, isRowHeader: true,
      cell: ({ id, name }) => <Link href={`/me/tokens/${id}`} className="cm-wrap cm-plain-link">{name}</Link>,
    },
    { key: 'owner', header: c.owner, cell: ({ owner }) => <span className="cm-wrap">{owner.name || owner.email}</span> },
    {
      key: 'used', header: c.used,
      cell: ({ last_used_at: at }) => (at
        ? <Ago at={at} />
        : <span className="cm-dim">{t.tokens.neverUsed}</span>),
    },
    {
      key: 'effect', header: c.effect,
      cell: ({ effect, why }) => (
        <span className="cm-two-lines">
          <span><Badge tone={tones[effect]}>{t.policy.effectWords[effect]}</Badge></span>
          <small className="cm-wrap">{inWords(why)}</small>
        </span>
      ),
    },
  ];
}
