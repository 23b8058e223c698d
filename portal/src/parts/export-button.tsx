// Saves a file of what is shown. It is fetched first, so that a refusal is told.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { DownloadIcon } from './icons';
import { notifyDone, notifyProblem } from './problem-alert';
import { saveAs } from './save-as';

interface Props {
  label: string;
  /** What the file is called. */
  name: string;
  load: () => Promise<Blob>;
  /** What to say when it is saved. */
  done: string;
  isDisabled?: boolean;
}

export function ExportButton({ label, name, load, done, isDisabled }: Props) {
  const download = useMutation({
    mutationFn: load, gcTime: 0,
    onSuccess: (file) => {
      saveAs(file, name);
      notifyDone(done);
    },
    onError: notifyProblem,
  });
  return (
    <Button
      variant="default" leftSection={<DownloadIcon />} disabled={isDisabled}
      loading={download.isPending} onClick={() => download.mutate()}
    >
      {label}
    </Button>
  );
}
