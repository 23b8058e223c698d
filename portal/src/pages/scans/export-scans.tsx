// The file of all scans that are filtered. It may be too large for a page, so the browser saves it
// itself; a refusal of it would be a failed download without a word, so it is asked first.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { Given } from '../../api/query-address';
import { DownloadIcon } from '../../parts/icons';
import { notifyProblem } from '../../parts/problem-alert';
import { saveFrom } from '../../parts/save-as';
import { t } from '../../text';

export function ExportScans({ filter, isDisabled }: { filter: Given; isDisabled: boolean }) {
  const save = useMutation({
    mutationFn: async () => {
      await api.scans.list({ ...filter, limit: 1 });
      saveFrom(api.scans.file(filter));
    },
    gcTime: 0, onError: notifyProblem,
  });
  return (
    <Button variant="default" leftSection={<DownloadIcon />} disabled={isDisabled} loading={save.isPending} onClick={() => save.mutate()}>
      {t.scans.export}
    </Button>
  );
}
