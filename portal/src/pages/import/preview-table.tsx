import type { ImportRow } from '../../api/types';
import { Badge } from '../../parts/badge';
import { DataTable } from '../../parts/data-table';
import { t } from '../../text';

const TONES = { create: 'ok', update: 'accent', skip: 'quiet' } as const;

export function PreviewTable({ rows }: { rows: ImportRow[] }) {
  const m = t.import.mapped;
  return (
    <div className="cm-framed">
      <DataTable
        caption={t.import.firstRows} rows={rows} rowKey={({ row }) => row}
        columns={[
          { key: 'name', header: m.name, isRowHeader: true, cell: ({ name }) => <span className="cm-wrap">{name}</span> },
          { key: 'sku', header: m.sku, cell: ({ sku }) => <code className="cm-mono cm-wrap">{sku}</code> },
          { key: 'brand', header: m.brand, cell: ({ brand }) => brand },
          { key: 'url', header: m.client_url, cell: ({ client_url }) => <span className="cm-wrap">{client_url}</span> },
          { key: 'action', header: t.import.action, cell: ({ action }) => <Badge tone={TONES[action]}>{t.import.actions[action]}</Badge> },
          { key: 'row', header: t.import.row, align: 'right', cell: ({ row }) => row },
        ]}
      />
    </div>
  );
}
