import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Team } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import type { Column } from '../../../parts/data-table';
import { fullName, useMay } from '../../../parts/me';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';
import './teams.css';

interface Options { onEdit: (team: Team) => void; onRemove: (team: Team) => void }

export function useTeamColumns({ onEdit, onRemove }: Options): Column<Team>[] {
  const may = useMay();
  const c = t.teams.columns;
  const actions = (team: Team) => (may('team_edit') ? [
    { label: t.common.edit, onClick: () => onEdit(team) },
    { label: t.common.remove, onClick: () => onRemove(team), isDangerous: true },
  ] : []);
  return [
    { key: 'name', header: c.name, sort: 'name', isRowHeader: true, cell: ({ name }) => <span className="cm-wrap">{name}</span> },
    {
      key: 'members', header: c.members,
      cell: ({ members }) => <Few all={members.map((member) => [member.id, fullName(member)])} />,
    },
    {
      key: 'campaigns', header: c.campaigns,
      cell: ({ campaigns }) => (
        <Few
          all={campaigns.map(({ id, name }) => [
            id, may('campaign_view') ? <Link key={id} href={`/campaigns/${id}?tab=access`} className="cm-plain-link">{name}</Link> : name,
          ])}
        />
      ),
    },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (team) => <RowMenu name={team.name} actions={actions(team)} /> },
  ];
}

/** More would be a wall. */
const FEW = 4;

function Few({ all }: { all: [id: number, name: ReactNode][] }) {
  if (all.length === 0) return <span className="cm-dim">{t.teams.none}</span>;
  const shown = all.length > FEW + 1 ? all.slice(0, FEW) : all;
  return (
    <ul className="cm-team-list">
      {shown.map(([id, name]) => <li key={id} className="cm-wrap">{name}</li>)}
      {all.length > shown.length && <li className="cm-dim">{t.teams.more(all.length - shown.length)}</li>}
    </ul>
  );
}
