import { Button, Checkbox, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Uat } from '../../api/types';
import { Ago, whenWords } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { agoWords, dateWords, daysBetween, daysWords, timeWords, todayIn } from '../../parts/dates';
import { navigate } from '../../parts/hash-location';
import { ChevronDownIcon } from '../../parts/icons';
import { useMay, useMe } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import type { Selection } from '../../parts/use-selection';
import { t } from '../../text';
import { isHeld, TokenState } from './quarantine';
import { TokenBadges } from './token-badges';
import type { TokenActionOf } from './token-action';

interface Options {
  /** Tokens of several people, of which some can be chosen. */
  selection?: Selection<Uat>;
  /** The token whose rights are shown. */
  open: string | null;
  onToggle: (id: string) => void;
  onAction: (action: TokenActionOf) => void;
}

/** Only what is active can be revoked. */
export const isChoosable = ({ state }: Uat) => state === 'active';

export function useTokenColumns({ selection, open, onToggle, onAction }: Options): Column<Uat>[] {
  const { user } = useMe();
  const may = useMay();
  const c = t.tokens.columns;
  const columns: (Column<Uat> | false)[] = [
    selection !== undefined && {
      key: 'select', header: t.allTokens.select, isSelect: true,
      cell: (uat) => isChoosable(uat) && (
        <Checkbox
          aria-label={t.allTokens.choose(uat.name, ownerWords(uat))} checked={selection.has(uat)}
          onChange={(event) => selection.set([uat], event.currentTarget.checked)}
        />
      ),
    },
    { key: 'name', header: c.name, sort: 'name', isRowHeader: true, cell: ({ id, name }) => <Link href={`/me/tokens/${id}`} className="cm-wrap cm-plain-link">{name}</Link> },
    selection !== undefined && { key: 'owner', header: c.owner, cell: (uat) => <span className="cm-wrap">{ownerWords(uat)}</span> },
    { key: 'state', header: c.state, cell: (uat) => <span className="cm-token-badges"><TokenState uat={uat} /><TokenBadges uat={uat} /></span> },
    { key: 'rights', header: c.rights, cell: (uat) => <RightsButton uat={uat} isOpen={open === uat.id} onToggle={onToggle} /> },
    { key: 'end', header: c.end, sort: 'expires_at', cell: (uat) => <End uat={uat} /> },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ created_at: at }) => <Ago at={at} />,
    },
    { key: 'used', header: c.used, cell: (uat) => <LastUse uat={uat} /> },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (uat) => uat.state === 'active' && (
        <RowMenu
          name={uat.name}
          actions={[
            // Somebody else's token can be taken away, not changed.
            uat.owner.id === user.id && !uat.replaced_by && { label: t.token.rotate, onClick: () => navigate(`/me/tokens/${uat.id}?rotate=1`) },
            uat.owner.id === user.id && { label: t.tokens.edit, onClick: () => onAction({ kind: 'edit', uat }) },
            isHeld(uat) && may('uat_manage') && { label: t.tokens.release, onClick: () => onAction({ kind: 'release', uat }) },
            { label: t.tokens.revoke, onClick: () => onAction({ kind: 'revoke', uat }), isDangerous: true },
          ]}
        />
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}

export const ownerWords = ({ owner }: Pick<Uat, 'owner'>) => owner.name || owner.email;

function RightsButton({ uat, isOpen, onToggle }: { uat: Uat; isOpen: boolean; onToggle: (id: string) => void }) {
  return (
    <Button
      variant="subtle" size="compact-sm" className="cm-text-button" aria-expanded={isOpen}
      rightSection={<span data-open={isOpen} className="cm-turn"><ChevronDownIcon size={14} /></span>}
      onClick={() => onToggle(uat.id)}
    >
      {t.tokens.rights(uat.permissions.length)}
      <span className="cm-hidden">: {t.tokens.showRights(uat.name)}</span>
    </Button>
  );
}

function End({ uat }: { uat: Uat }) {
  const { company } = useMe();
  const days = daysBetween(todayIn(company.time_zone, new Date()), uat.valid_until);
  if (uat.state === 'revoked' && uat.revoked_at) {
    return <TwoLines first={t.tokens.revokedWhen(agoWords(uat.revoked_at, new Date()))} second={timeWords(uat.revoked_at, company.time_zone)} />;
  }
  if (uat.overlap_until && uat.state !== 'expired') {
    const isOver = uat.state === 'superseded';
    return <TwoLines first={isOver ? t.tokens.replaced : t.tokens.overlaps} second={timeWords(uat.overlap_until, company.time_zone)} isWarning={!isOver} />;
  }
  const words = uat.state === 'expired' ? t.tokens.ended(daysWords(days)) : daysWords(days);
  return <TwoLines first={words} second={dateWords(uat.valid_until)} isWarning={uat.state === 'active' && days <= 30} />;
}

function LastUse({ uat }: { uat: Uat }) {
  const { company } = useMe();
  // Some system still tries an ended one: more to the point than when it was last let in.
  if (uat.state !== 'active' && uat.last_refused_at) {
    const refused = t.tokens.refusedCalls(uat.refused_count);
    return <TwoLines first={refused} second={t.tokens.refusedLast(whenWords(uat.last_refused_at, company.time_zone))} isWarning />;
  }
  if (!uat.last_used_at) return <Text size="sm" c="dimmed" span>{t.tokens.neverUsed}</Text>;
  return <><Ago at={uat.last_used_at} /><br /><small className="cm-dim">{t.tokens.uses(uat.use_count)}</small></>;
}

function TwoLines({ first, second, isWarning }: { first: string; second: string; isWarning?: boolean }) {
  return (
    <span className="cm-two-lines">
      <span data-warning={isWarning || undefined}>{first}</span>
      <small>{second}</small>
    </span>
  );
}
