// What is wrong with the file, row by row.

import { Alert, Button, Group, Text } from '@mantine/core';
import type { Problem } from '../../api/problem';
import { inWords } from '../../api/served';
import type { ImportError } from '../../api/types';
import { t } from '../../text';
import { DataTable } from '../data-table';
import { AlertIcon, DownloadIcon } from '../icons';
import { saveAs } from '../save-as';
import { errorFile } from './error-file';

interface Errors { errors: ImportError[]; count: number }

/** The list inside a refusal of the import; null if it was refused for another reason. */
export function importErrors({ code, body }: Problem): Errors | null {
  if (code !== 'import_failed' || !Array.isArray(body['errors'])) return null;
  const errors = body['errors'] as ImportError[];
  return { errors, count: typeof body['error_count'] === 'number' ? body['error_count'] : errors.length };
}

interface Props extends Errors {
  /** What a person reads in place of a field; nothing for the whole row or file. */
  fieldWords: (field: string) => string;
  /** What the errors are called as a download. */
  fileName: string;
  /** What was done with the file, and what to do now. */
  lead?: string;
  /** Where the server has more of them than are here: gets them. */
  onDownload?: () => void;
}

export function ImportErrors({ errors, count, fieldWords, fileName, lead = t.import.errorsLead, onDownload }: Props) {
  const words = t.import;
  const told = errors.map((error) => ({ ...error, message: inWords(error.message) }));
  const download = () => {
    const text = errorFile(told, [words.row, words.field, words.message], fieldWords);
    saveAs(new Blob(['\uFEFF', text], { type: 'text/csv' }), fileName);
  };
  return (
    <>
      <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.errorsTitle(count)}>
        {lead}
      </Alert>
      <div className="cm-framed">
        <DataTable
          caption={words.errorsTitle(count)} rows={told.map((error, at) => ({ ...error, at }))} rowKey={({ at }) => at}
          columns={[
            { key: 'row', header: words.row, isRowHeader: true, cell: ({ row }) => `${words.row} ${row}` },
            { key: 'field', header: words.field, cell: ({ field }) => <span className="cm-wrap">{fieldWords(field ?? '')}</span> },
            { key: 'message', header: words.message, cell: ({ message }) => <span className="cm-wrap">{message}</span> },
          ]}
        />
      </div>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">{errors.length < count ? words.errorsMore(errors.length, count) : ''}</Text>
        <Button variant="default" leftSection={<DownloadIcon />} onClick={onDownload ?? download}>{words.errorsDownload}</Button>
      </Group>
    </>
  );
}
