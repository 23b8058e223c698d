// What is wrong with the file, row by row.

import { Alert, Text } from '@mantine/core';
import type { Problem } from '../../api/problem';
import type { ImportError } from '../../api/types';
import { DataTable } from '../../parts/data-table';
import { AlertIcon } from '../../parts/icons';
import { t } from '../../text';

interface Errors { errors: ImportError[]; count: number }

/** The list inside a refusal of the import; null if it was refused for another reason. */
export function importErrors({ code, body }: Problem): Errors | null {
  if (code !== 'import_failed' || !Array.isArray(body['errors'])) return null;
  const errors = body['errors'] as ImportError[];
  return { errors, count: typeof body['error_count'] === 'number' ? body['error_count'] : errors.length };
}

// The names of the mapping; what is about the whole row or file has none.
function fieldWords(field: string | null): string {
  const words: Record<string, string> = t.import.mapped;
  return words[field ?? ''] ?? '';
}

export function ImportErrors({ errors, count }: Errors) {
  return (
    <>
      <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={t.import.errorsTitle(count)}>
        {t.import.errorsLead}
      </Alert>
      <div className="cm-framed">
        <DataTable
          caption={t.import.errorsTitle(count)} rows={errors.map((error, at) => ({ ...error, at }))} rowKey={({ at }) => at}
          columns={[
            { key: 'row', header: t.import.row, isRowHeader: true, cell: ({ row }) => `${t.import.row} ${row}` },
            { key: 'field', header: t.import.field, cell: ({ field }) => fieldWords(field) },
            { key: 'message', header: t.import.message, cell: ({ message }) => <span className="cm-wrap">{message}</span> },
          ]}
        />
      </div>
      {errors.length < count && <Text size="sm" c="dimmed">{t.import.errorsMore(errors.length, count)}</Text>}
    </>
  );
}
