// The file is checked by the server without writing anything; then the server is asked to import it
// in the background.

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Problem } from '../../api/problem';
import type { Accepted, ImportResult } from '../../api/types';
import { importErrors, ImportErrors } from '../../parts/import/import-errors';
import { Working } from '../../parts/import/working';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { Counts } from './counts';
import { fieldWords } from './field-words';
import { PreviewTable } from './preview-table';

interface Props {
  check: () => Promise<ImportResult>;
  write: () => Promise<Accepted>;
  onBack: () => void;
  onBegun: (job: number) => void;
}

export function PreviewStep(props: Props) {
  const { onBack, onBegun } = props;
  // Never from a cache: between two looks the products may have changed.
  const check = useQuery({ queryKey: ['import', 'check'], queryFn: props.check, gcTime: 0, staleTime: Infinity, retry: false });
  const write = useMutation({ mutationFn: props.write, onSuccess: ({ job_id: job }) => onBegun(job) });
  const error = write.error ?? check.error;
  const errors = error instanceof Problem ? importErrors(error) : null;
  const toWrite = check.data ? check.data.created + check.data.updated : 0;
  const busy = check.isPending ? t.import.checking : write.isPending ? t.import.importing : null;

  return (
    <section className="cm-panel cm-pad" aria-busy={busy !== null} aria-label={t.import.stepPreview}>
      <Stack gap="xl">
        {busy && <Working words={busy} />}
        {errors ? <ImportErrors {...errors} fieldWords={fieldWords} fileName={t.import.errorsFile} /> : <ProblemAlert error={error} onRetry={check.error ? () => void check.refetch() : undefined} />}
        {check.data && !error && !write.isPending && (
          <>
            <Text>{toWrite > 0 ? t.import.previewLead : t.import.nothing}</Text>
            <Counts result={check.data} words={t.import.counts} />
            <div>
              <Title order={2} mb="xs">{t.import.firstRows}</Title>
              <PreviewTable rows={check.data.preview} />
            </div>
          </>
        )}
        <Group justify="space-between">
          <Button variant="default" onClick={onBack} disabled={write.isPending}>{t.import.back}</Button>
          {check.data && toWrite > 0 && !errors && (
            <Button onClick={() => write.mutate()} loading={write.isPending}>{t.import.submit(toWrite)}</Button>
          )}
        </Group>
      </Stack>
    </section>
  );
}
