// Begins the upload, sends the file, and has it processed. After a broken line the same upload is
// sent again: it awaits its file for half an hour.

import { Button, Group, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../../api/calls';
import { Problem } from '../../../../api/problem';
import type { IngestionCreated } from '../../../../api/types';
import { navigate } from '../../../../parts/hash-location';
import type { Chosen } from '../../../../parts/import/file-step';
import { Working } from '../../../../parts/import/working';
import { ProblemAlert } from '../../../../parts/problem-alert';
import { t } from '../../../../text';
import { dataOf } from '../../scm-data-input';
import { withHeader } from './header';
import { names, type Choices } from './mapping';

interface Props { chosen: Chosen; choices: Choices; onBack: () => void }

export function SendStep({ chosen: { file, sheet }, choices, onBack }: Props) {
  const words = t.ingestions.new;
  const queries = useQueryClient();
  const begun = useRef<IngestionCreated | null>(null);
  const [sent, setSent] = useState<{ done: number; of: number } | null>(null);

  const start = async (signal: AbortSignal) => {
    setSent(null);
    begun.current ??= await api.ingestions.create({
      template: Number(choices.template), mode: 'file', filetype: 'csv', default_scm_data: dataOf(choices.data),
    });
    const { record_key: key, url, fields } = begun.current;
    await api.ingestions.sendFile({
      url: url ?? '', fields: fields ?? {}, file: await withHeader(file, names(sheet.header, choices)), signal,
      onProgress: (done, of) => setSent({ done, of }),
    });
    await api.ingestions.process(key);
    return key;
  };
  // A query and not a mutation: it ends when nobody is left to have the file processed.
  const send = useQuery({
    queryKey: ['send-own-codes'], gcTime: 0, staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false,
    queryFn: async ({ signal }) => {
      try {
        return await start(signal);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // It awaits no file any more: only the answer was lost before. Its page tells what became of it.
        if (error.status === 409 && begun.current) return begun.current.record_key;
        // Its time is over: the next try begins anew.
        if (!error.isOffline && error.status < 500) begun.current = null;
        throw error;
      }
    },
  });
  const { data: key } = send;
  useEffect(() => {
    if (!key) return;
    void queries.invalidateQueries({ queryKey: ['ingestions'] });
    navigate(`/work-orders/uploads/${key}`, { replace: true });
  }, [key, queries]);

  const back = () => {
    if (begun.current) void api.ingestions.cancel(begun.current.record_key).catch(() => {});
    onBack();
  };
  const isSent = sent !== null && sent.done === sent.of;
  const error = send.isFetching ? null : send.error;
  return (
    <section className="cm-panel cm-pad" aria-busy={send.isFetching} aria-label={words.steps.send}>
      <Stack gap="xl">
        {error
          ? <ProblemAlert error={error} onRetry={() => void send.refetch()} />
          : (
            <Working
              words={isSent ? words.starting : words.sending}
              progress={sent && !isSent ? { ...sent, words: words.sent(sent.done, sent.of) } : null} hint={words.stay}
            />
          )}
        {error && <Group><Button variant="default" onClick={back}>{t.import.back}</Button></Group>}
      </Stack>
    </section>
  );
}
