import { api } from '../../api/calls';
import type { SendOptions } from '../../api/client';
import { ExportButton } from '../../parts/export-button';
import { t } from '../../text';

type Query = SendOptions['query'];

/** The table is for people and has what is filtered; the chain can only be checked when it is whole. */
export function ExportButtons({ filter }: { filter: Query }) {
  return (
    <>
      <AuditButton label={t.activity.exportCsv} name="audit.csv" query={{ ...filter, format: 'csv' }} />
      <AuditButton label={t.activity.exportChain} name="audit.ndjson" query={{ format: 'ndjson' }} />
    </>
  );
}

function AuditButton({ label, name, query }: { label: string; name: string; query: Query }) {
  return <ExportButton label={label} name={name} load={() => api.audit.export(query)} done={t.activity.exported(name)} />;
}
