import type { ScmImportRow } from '../../../api/types';
import { Badge } from '../../../parts/badge';
import { DataTable } from '../../../parts/data-table';
import { t } from '../../../text';
import { keyWords, type Key } from './keys';

interface Props { rows: ScmImportRow[]; by: string; keys: Key[] }

export function PreviewTable({ rows, by, keys }: Props) {
  const shown = [...new Set(rows.flatMap(({ data }) => Object.keys(data)))];
  return (
    // It may be wider than the window, so the keyboard has to reach it.
    <div className="cm-framed cm-sideways" role="region" aria-label={t.import.firstRows} tabIndex={0}>
      <DataTable
        caption={t.import.firstRows} rows={rows} rowKey={({ row }) => row}
        columns={[
          {
            key: 'name', header: keyWords(keys, by), isRowHeader: true,
            cell: ({ name, found }) => (
              <><code className="cm-mono cm-wrap">{name}</code> {!found && <Badge tone="quiet">{t.scm.import.leftOut}</Badge>}</>
            ),
          },
          ...shown.map((key) => ({
            key: `data-${key}`, header: keyWords(keys, key), cell: ({ data }: ScmImportRow) => <Value value={data[key]} />,
          })),
          { key: 'row', header: t.import.row, align: 'right', cell: ({ row }) => row },
        ]}
      />
    </div>
  );
}

function Value({ value }: { value: string | undefined }) {
  const { stays, cleared } = t.scm.import;
  if (value === undefined) return <span className="cm-dim">{stays}</span>;
  return value === '' ? <span className="cm-dim">{cleared}</span> : <span className="cm-wrap">{value}</span>;
}
