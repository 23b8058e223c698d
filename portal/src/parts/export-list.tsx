// A list as a file: what is filtered, in the order in which it is shown. The API gives it page by
// page, so that a long one has a bar and a way out, and a very long one has a bound.

import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { t } from '../text';
import { csvFile, type FileColumns } from './csv-file';
import { todayIn } from './dates';
import { Dialog } from './dialog';
import { follow, MOST, PAGE, type Followed, type ListCall } from './follow';
import { DownloadIcon } from './icons';
import { useMe } from './me';
import { notifyDone, ProblemAlert } from './problem-alert';
import { saveAs } from './save-as';

interface Props<Row> {
  /** What the file is called, before its date. */
  name: string;
  list: ListCall<Row>;
  columns: FileColumns<Row>;
  /** How many rows there are, as far as that is known. */
  count: number | undefined;
}

export function ExportList<Row>({ name, list, columns, count = 0 }: Props<Row>) {
  const { company } = useMe();
  const [done, setDone] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const stop = useRef<AbortController>(null);
  const write = useMutation({
    mutationFn: () => {
      setDone(0);
      stop.current = new AbortController();
      return follow({ list, onPage: setDone, signal: stop.current.signal });
    },
    gcTime: 0,
    onSuccess: (found) => {
      if (stop.current?.signal.aborted) return;
      const file = `${name}-${todayIn(company.time_zone, new Date())}.csv`;
      saveAs(new Blob([csvFile(columns, found.rows)], { type: 'text/csv;charset=utf-8' }), file);
      if (isCut(found)) return;
      setOpen(false);
      notifyDone(t.lists.exported(file, found.rows.length));
    },
    // What does not work is told where the bar is.
    onError: () => setOpen(!stop.current?.signal.aborted),
  });
  const start = () => {
    // One page is there before a bar could be seen.
    setOpen(count > PAGE);
    write.mutate();
  };
  const close = () => {
    stop.current?.abort();
    setOpen(false);
  };
  return (
    <>
      <Button
        variant="default" leftSection={<DownloadIcon />} disabled={count === 0} loading={write.isPending && !isOpen} onClick={start}
      >
        {t.lists.export}
      </Button>
      {isOpen && (
        <Dialog opened onClose={close} title={t.lists.exportTitle} size="md">
          <Stack>
            {write.error ? <ProblemAlert error={write.error} onRetry={start} />
              : write.data ? <Text size="sm">{t.lists.cut(write.data.rows.length, write.data.count)}</Text>
                : <Bar done={done} of={Math.min(count, MOST)} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>{write.data ? t.common.close : t.common.cancel}</Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  );
}

const isCut = ({ rows, count }: Followed<unknown>) => rows.length < count;

function Bar({ done, of }: { done: number; of: number }) {
  return (
    <div>
      <Progress value={of > 0 ? (100 * done) / of : 0} aria-label={t.lists.exportTitle} transitionDuration={200} />
      <Text size="sm" c="dimmed" mt="xs" role="status">{t.lists.exporting(done, of)}</Text>
    </div>
  );
}
