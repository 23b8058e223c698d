// The server does everything once without keeping it, and says what would change; then it is asked to
// do it for good, in the background.

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../../api/problem';
import type { Accepted, ScmImportResult } from '../../../api/types';
import type { Progress, UploadOptions } from '../../../api/upload';
import { Counts } from '../../../parts/import/counts';
import { importErrors, ImportErrors } from '../../../parts/import/import-errors';
import { Working } from '../../../parts/import/working';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import type { Choices } from './choices';
import { keyWords, type Key } from './keys';
import { PreviewTable } from './preview-table';

export type Watching = Pick<UploadOptions, 'onProgress' | 'signal'>;

interface Props {
  choices: Choices;
  keys: Key[];
  check: (options: Watching) => Promise<ScmImportResult>;
  write: (options: Watching) => Promise<Accepted>;
  onBack: () => void;
  onBegun: (job: number) => void;
}

export function PreviewStep({ choices, keys, onBack, onBegun, ...props }: Props) {
  const words = t.scm.import;
  const [progress, setProgress] = useState<Progress | null>(null);
  // Never from a cache: between two looks the codes may have changed.
  const check = useQuery({
    queryKey: ['import', 'scm-check'], gcTime: 0, staleTime: Infinity, retry: false,
    queryFn: ({ signal }) => props.check({ onProgress: setProgress, signal }),
  });
  const write = useMutation({ mutationFn: () => props.write({ onProgress: setProgress }), onSuccess: ({ job_id: job }) => onBegun(job) });
  const error = write.error ?? (check.isFetching ? null : check.error);
  const errors = error instanceof Problem ? importErrors(error) : null;
  const isBusy = check.isFetching || write.isPending;
  const found = check.data && !error && !isBusy ? check.data : null;
  const start = () => {
    setProgress(null);
    write.mutate();
  };

  return (
    <section className="cm-panel cm-pad" aria-busy={isBusy} aria-label={t.import.stepPreview}>
      <Stack gap="xl">
        {isBusy && (
          <Working
            words={progress?.phase === 'working' ? t.import.checking : words.sending}
            progress={progress && { ...progress, words: words.progress[progress.phase](progress.done, progress.of) }}
          />
        )}
        {errors
          ? <ImportErrors {...errors} fieldWords={(field) => (field === 'file' ? '' : keyWords(keys, field))} fileName={t.import.errorsFile} />
          : <ProblemAlert error={error} onRetry={check.error ? () => void check.refetch() : undefined} />}
        {found && (
          <>
            <Text>{found.total_updates > 0 ? words.previewLead : words.nothing}</Text>
            <div>
              <Counts
                counts={[
                  [words.counts.rows, found.rows], [words.counts.codes, found.codes_affected], [words.counts.values, found.total_updates],
                  ...(found.unknown > 0 ? [[words.counts.unknown, found.unknown] as [string, number]] : []),
                ]}
              />
              {found.changes.length > 0 && (
                <Text size="sm" mt="xs" className="cm-wrap">{words.changes(found.changes.map((key) => keyWords(keys, key)).join(', '))}</Text>
              )}
            </div>
            <div>
              <Title order={2} mb="xs">{t.import.firstRows}</Title>
              <PreviewTable rows={found.preview} by={choices.by} keys={keys} />
            </div>
          </>
        )}
        <Group justify="space-between">
          <Button variant="default" onClick={onBack} disabled={write.isPending}>{t.import.back}</Button>
          {found && found.total_updates > 0 && <Button onClick={start}>{words.submit(found.total_updates)}</Button>}
        </Group>
      </Stack>
    </section>
  );
}
