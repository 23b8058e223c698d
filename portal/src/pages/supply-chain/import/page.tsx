// Supply-chain data from a CSV file in four steps: file, columns, preview, result.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/calls';
import { CUT_OFF, Problem } from '../../../api/problem';
import type { ScmImportResult } from '../../../api/types';
import type { UploadOptions } from '../../../api/upload';
import { FileStep, type Chosen } from '../../../parts/import/file-step';
import { Steps } from '../../../parts/import/steps';
import '../../../parts/import/import.css';
import { Page } from '../../../parts/page';
import { PageSkeleton } from '../../../parts/page-skeleton';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { asQuery, firstChoices, type Choices } from './choices';
import { ColumnsStep } from './columns-step';
import { DoneStep } from './done-step';
import type { Key } from './keys';
import { PreviewStep } from './preview-step';
import { useKeys } from './use-keys';

export default function ScmImport() {
  const keys = useKeys();
  if (keys.data) return <Import keys={keys.data} />;
  if (!keys.error) return <PageSkeleton />;
  return (
    <Page title={t.scm.import.title} lead={t.scm.import.lead}>
      <ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} />
    </Page>
  );
}

type Step = 'file' | 'columns' | 'preview' | 'done';

function Import({ keys }: { keys: Key[] }) {
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<Choices | null>(null);
  const [result, setResult] = useState<ScmImportResult | null>(null);

  const choose = (file: Chosen) => {
    setChosen(file);
    setChoices(firstChoices(file.sheet.header, keys));
    setStep('columns');
  };
  const run = async (isRehearsal: boolean, options: Pick<UploadOptions, 'onProgress' | 'signal'>) => {
    if (!chosen || !choices) throw new Error('nothing chosen');
    try {
      return await api.scm.import({ file: chosen.file, query: asQuery(choices, isRehearsal), ...options });
    } catch (problem) {
      // A check that broke off has certainly changed nothing.
      throw isRehearsal && problem instanceof Problem && problem.code === CUT_OFF ? new Problem(0) : problem;
    }
  };
  const done = (uploaded: ScmImportResult) => {
    setResult(uploaded);
    setStep('done');
    void queries.invalidateQueries({ queryKey: ['scm'] });
    void queries.invalidateQueries({ queryKey: ['products'] });
  };

  return (
    <Page title={t.scm.import.title} lead={t.scm.import.lead}>
      <Steps at={['file', 'columns', 'preview', 'done'].indexOf(step)} />
      {step === 'file' && <FileStep onChosen={choose} />}
      {chosen && choices && step === 'columns' && (
        <ColumnsStep
          chosen={chosen} choices={choices} keys={keys} onChange={setChoices}
          onBack={() => setStep('file')} onNext={() => setStep('preview')}
        />
      )}
      {choices && step === 'preview' && (
        <PreviewStep choices={choices} keys={keys} run={run} onBack={() => setStep('columns')} onDone={done} />
      )}
      {step === 'done' && result && <DoneStep result={result} onAnother={() => setStep('file')} />}
    </Page>
  );
}
