import { Alert, FileButton, Button, Text } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { UploadIcon } from '../icons';
import { t } from '../../text';
import { parseCsv, type Sheet } from './csv';

export interface Chosen { file: File; sheet: Sheet }

const LIMIT = 10 * 1024 * 1024;

export function FileStep({ onChosen }: { onChosen: (chosen: Chosen) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);

  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const read = await readSheet(file);
    if (typeof read === 'string') setProblem(read);
    else onChosen({ file, sheet: read });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };

  return (
    <>
      {problem && <Alert role="alert" className="cm-alert" data-tone="bad" title={t.problem.title}>{problem}</Alert>}
      <section
        className="cm-panel cm-drop" data-over={isOver || undefined} aria-label={t.import.stepFile} onDrop={drop}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      >
        <div className="cm-empty-icon"><UploadIcon size={22} /></div>
        <Text fw={600}>{t.import.drop}</Text>
        <Text c="dimmed" size="sm">{t.import.or}</Text>
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void take(file)}>
          {(props) => <Button {...props}>{t.import.choose}</Button>}
        </FileButton>
        <Text c="dimmed" size="sm" mt="sm">{t.import.limits}</Text>
      </section>
    </>
  );
}

/** The sheet, or what is wrong with the file. */
async function readSheet(file: File): Promise<Sheet | string> {
  if (file.size > LIMIT) return t.import.tooLarge;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return t.import.notCsv;
  }
  const sheet = parseCsv(text);
  if (sheet.header.length === 1 && sheet.header[0]?.includes(';')) return t.import.notCommas;
  if (sheet.header.length === 0 || text.includes('\u0000')) return t.import.notCsv;
  return sheet.rows.length === 0 ? t.import.noRows : sheet;
}
