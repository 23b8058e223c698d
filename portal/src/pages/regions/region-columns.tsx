import type { Region } from '../../api/types';
import { Ago } from '../../parts/ago';
import type { Column } from '../../parts/data-table';
import { countryNames } from '../../parts/countries';
import { useMay } from '../../parts/me';
import { RowMenu } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './region-action';

/** As many names as fit into a row. */
const NAMES = 6;

interface Options { onEdit: (region: Region) => void; onAction: (action: Action) => void }

export function useRegionColumns({ onEdit, onAction }: Options): Column<Region>[] {
  const may = useMay();
  const c = t.regions.columns;
  const actions = (region: Region) => [
    may('region_edit') && { label: t.common.edit, onClick: () => onEdit(region) },
    may('region_archive') && (region.is_archived
      ? { label: t.common.restore, onClick: () => onAction({ kind: 'restore', region }) }
      : { label: t.common.archive, onClick: () => onAction({ kind: 'archive', region }) }),
  ];
  return [
    { key: 'name', header: c.name, sort: 'name', isRowHeader: true, cell: ({ name }) => <span className="cm-wrap">{name}</span> },
    { key: 'countries', header: c.countries, cell: ({ countries }) => countryNames(countries, NAMES) },
    {
      key: 'created', header: c.created, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (region) => <RowMenu name={region.name} actions={actions(region)} /> },
  ];
}
