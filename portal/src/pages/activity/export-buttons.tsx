import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { SendOptions } from '../../api/client';
import { DownloadIcon } from '../../parts/icons';
import { notifyDone, notifyProblem } from '../../parts/problem-alert';
import { saveAs } from '../../parts/save-as';
import { t } from '../../text';

type Query = SendOptions['query'];

/** The table is for people and has what is filtered; the chain can only be checked when it is whole. */
export function ExportButtons({ filter }: { filter: Query }) {
  return (
    <>
      <ExportButton label={t.activity.exportCsv} name="audit.csv" query={{ ...filter, format: 'csv' }} />
      <ExportButton label={t.activity.exportChain} name="audit.ndjson" query={{ format: 'ndjson' }} />
    </>
  );
}

function ExportButton({ label, name, query }: { label: string; name: string; query: Query }) {
  const download = useMutation({
    mutationFn: () => api.audit.export(query), gcTime: 0,
    onSuccess: (file) => {
      saveAs(file, name);
      notifyDone(t.activity.exported(name));
    },
    onError: notifyProblem,
  });
  return (
    <Button variant="default" leftSection={<DownloadIcon />} loading={download.isPending} onClick={() => download.mutate()}>
      {label}
    </Button>
  );
}
