// Asks for a file of exactly the codes that are listed.

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { SendOptions } from '../../api/client';
import { DownloadIcon } from '../../parts/icons';
import { notifyDone, notifyProblem } from '../../parts/problem-alert';
import { t } from '../../text';
import { DOWNLOADS } from './downloads';

export function StartDownload({ filter, isEmpty }: { filter: SendOptions['query']; isEmpty: boolean }) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => api.codes.download(filter),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: DOWNLOADS });
      notifyDone(t.codes.downloads.begun);
    },
    onError: notifyProblem,
  });
  return (
    <Button variant="default" leftSection={<DownloadIcon />} disabled={isEmpty} loading={start.isPending} onClick={() => start.mutate()}>
      {t.codes.download}
    </Button>
  );
}
