// The file is checked by the server without writing anything; then it is imported for good.

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Problem } from '../../api/problem';
import type { ImportResult } from '../../api/types';
import { importErrors, ImportErrors } from '../../parts/import/import-errors';
import { Working } from '../../parts/import/working';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { Counts } from './counts';
import { PreviewTable } from './preview-table';

// The names of the mapping; what is about the whole row or file has none.
const fieldWords = (field: string) => (t.import.mapped as Record<string, string>)[field] ?? '';

interface Props {
  run: (dryRun: boolean) => Promise<ImportResult>;
  onBack: () => void;
  onImported: (result: ImportResult) => void;
}

export function PreviewStep({ run, onBack, onImported }: Props) {
  // Never from a cache: between two looks the products may have changed.
  const check = useQuery({ queryKey: ['import', 'check'], queryFn: () => run(true), gcTime: 0, staleTime: Infinity, retry: false });
  const write = useMutation({ mutationFn: () => run(false), onSuccess: onImported });
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
