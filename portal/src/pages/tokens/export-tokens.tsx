// Exactly the tokens that are listed, as a file.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { SendOptions } from '../../api/client';
import { DownloadIcon } from '../../parts/icons';
import { notifyDone, notifyProblem } from '../../parts/problem-alert';
import { saveAs } from '../../parts/save-as';
import { t } from '../../text';

export function ExportTokens({ filter, isEmpty }: { filter: SendOptions['query']; isEmpty: boolean }) {
  const download = useMutation({
    mutationFn: () => api.uats.export(filter),
    gcTime: 0,
    onSuccess: (file) => {
      saveAs(file, 'tokens.csv');
      notifyDone(t.allTokens.exported);
    },
    onError: notifyProblem,
  });
  return (
    <Button
      variant="default" leftSection={<DownloadIcon />} disabled={isEmpty} loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t.allTokens.export}
    </Button>
  );
}
