import { Alert, FileButton, Button, Text } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { UploadIcon } from '../icons';
import { t } from '../../text';
import { parseCsv, type Sheet } from './csv';

export interface Chosen {
  file: File;
  sheet: Sheet;
  /** Whether the sheet has all rows: of a large file only the first are looked at. */
  isWhole: boolean;
}

/** So much of a file is looked at, which is all of it where no other limit is given. */
const LOOKED_AT = 10 * 1024 * 1024;

interface Props {
  onChosen: (chosen: Chosen) => void;
  /** The most bytes of a file, and the words for it. */
  limit?: { bytes: number; words: string; tooLarge: string };
}

const LIMIT = { bytes: LOOKED_AT, words: t.import.limits, tooLarge: t.import.tooLarge };

export function FileStep({ onChosen, limit = LIMIT }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);

  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const read = file.size > limit.bytes ? limit.tooLarge : await readSheet(file);
    if (typeof read === 'string') setProblem(read);
    else onChosen({ file, sheet: read, isWhole: isWhole(file) });
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
        <Text c="dimmed" size="sm" mt="sm">{limit.words}</Text>
      </section>
    </>
  );
}

const isWhole = (file: File) => file.size <= LOOKED_AT;

/** The sheet, or what is wrong with the file. */
async function readSheet(file: File): Promise<Sheet | string> {
  let text: string;
  try {
    // Where it is cut there may be half a character.
    const stream = !isWhole(file);
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.slice(0, LOOKED_AT).arrayBuffer(), { stream });
  } catch {
    return t.import.notCsv;
  }
  const sheet = parseCsv(text);
  if (sheet.header.length === 1 && sheet.header[0]?.includes(';')) return t.import.notCommas;
  if (sheet.header.length === 0 || text.includes('\u0000')) return t.import.notCsv;
  if (sheet.rows.length === 0) return t.import.noRows;
  return isWhole(file) ? sheet : { ...sheet, rows: sheet.rows.slice(0, -1) };
}
