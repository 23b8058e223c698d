// Importing products in four steps: file, columns, preview, result.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { ImportResult } from '../../api/types';
import { FileStep, type Chosen } from '../../parts/import/file-step';
import { Steps } from '../../parts/import/steps';
import '../../parts/import/import.css';
import { Page } from '../../parts/page';
import { t } from '../../text';
import { ColumnsStep } from './columns-step';
import { DoneStep } from './done-step';
import { guessMapping, type Mapping } from './guess';
import { PreviewStep } from './preview-step';

export interface Choices {
  mapping: Mapping;
  existing: 'error' | 'skip' | 'update';
  createBrands: boolean;
}

type Step = 'file' | 'columns' | 'preview' | 'done';

export default function Import() {
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<Choices | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);

  const choose = (file: Chosen) => {
    setChosen(file);
    setChoices({ mapping: guessMapping(file.sheet), existing: 'error', createBrands: false });
    setStep('columns');
  };
  const run = (dryRun: boolean) => {
    if (!chosen || !choices) throw new Error('nothing chosen');
    return api.products.import(chosen.file, asQuery(choices, dryRun));
  };
  const imported = (done: ImportResult) => {
    setResult(done);
    setStep('done');
    void queries.invalidateQueries({ queryKey: ['products'] });
    void queries.invalidateQueries({ queryKey: ['brands'] });
  };

  return (
    <Page title={t.import.title} lead={t.import.lead}>
      <Steps at={['file', 'columns', 'preview', 'done'].indexOf(step)} />
      {step === 'file' && <FileStep onChosen={choose} />}
      {step === 'columns' && chosen && choices && (
        <ColumnsStep
          chosen={chosen} choices={choices} onChange={setChoices}
          onBack={() => setStep('file')} onNext={() => setStep('preview')}
        />
      )}
      {step === 'preview' && <PreviewStep run={run} onBack={() => setStep('columns')} onImported={imported} />}
      {step === 'done' && result && <DoneStep result={result} onAnother={() => setStep('file')} />}
    </Page>
  );
}

function asQuery({ mapping, existing, createBrands }: Choices, dryRun: boolean) {
  const mapped = Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== ''));
  return { ...mapped, existing, create_brands: createBrands ? 1 : undefined, dry_run: dryRun ? 1 : undefined };
}
