import { Link } from 'wouter';
import type { Ingestion } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import type { Column } from '../../../parts/data-table';
import { useMay } from '../../../parts/me';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';
import { IngestionState, isOpen } from './ingestion-state';
import { useTemplateNames } from './use-template-names';

export function useUploadColumns({ onCancel }: { onCancel: (upload: Ingestion) => void }): Column<Ingestion>[] {
  const may = useMay();
  const nameOf = useTemplateNames();
  const c = t.ingestions.columns;
  return [
    {
      key: 'upload', header: c.upload, isRowHeader: true,
      cell: ({ key, template }) => (
        <span className="cm-two-lines cm-wrap">
          <Link href={`/work-orders/uploads/${key}`} className="cm-plain-link">{nameOf(template)}</Link>
          <small className="cm-mono">{key}</small>
        </span>
      ),
    },
    { key: 'state', header: c.state, cell: (upload) => <IngestionState upload={upload} /> },
    { key: 'codes', header: c.codes, align: 'right', cell: ({ quantity }) => quantity?.toLocaleString(t.language) },
    { key: 'who', header: c.who, cell: ({ created_by: { email } }) => <span className="cm-wrap">{email}</span> },
    {
      key: 'when', header: c.when, sort: 'creation_date',
      cell: ({ creation_date: at }) => <Ago at={at} />,
    },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (upload) => (
        <RowMenu
          name={upload.key}
          actions={[isOpen(upload) && may('ingestion_cancel') && { label: t.ingestions.cancel, onClick: () => onCancel(upload), isDangerous: true }]}
        />
      ),
    },
  ];
}
