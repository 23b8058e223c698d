// Supply-chain data from a CSV file in four steps: file, columns, preview, and the result, which has
// a page of its own.

import { useState } from 'react';
import { api } from '../../../api/calls';
import { CUT_OFF, Problem } from '../../../api/problem';
import type { UploadOptions } from '../../../api/upload';
import { navigate } from '../../../parts/hash-location';
import { FileStep, type Chosen } from '../../../parts/import/file-step';
import { Steps } from '../../../parts/import/steps';
import '../../../parts/import/import.css';
import { Page } from '../../../parts/page';
import { PageSkeleton } from '../../../parts/page-skeleton';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { asQuery, firstChoices, type Choices } from './choices';
import { ColumnsStep } from './columns-step';
import type { Key } from './keys';
import { PreviewStep, type Watching } from './preview-step';
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

type Step = 'file' | 'columns' | 'preview';

function Import({ keys }: { keys: Key[] }) {
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<Choices | null>(null);

  const choose = (file: Chosen) => {
    setChosen(file);
    setChoices(firstChoices(file.sheet.header, keys));
    setStep('columns');
  };
  const sent = (options: Watching): UploadOptions => {
    if (!chosen || !choices) throw new Error('nothing chosen');
    return { file: chosen.file, query: asQuery(choices), ...options };
  };
  const check = async (options: Watching) => {
    try {
      return await api.scm.checkImport(sent(options));
    } catch (problem) {
      // A check that broke off has certainly changed nothing.
      throw problem instanceof Problem && problem.code === CUT_OFF ? new Problem(0) : problem;
    }
  };

  return (
    <Page title={t.scm.import.title} lead={t.scm.import.lead}>
      <Steps at={['file', 'columns', 'preview'].indexOf(step)} />
      {step === 'file' && <FileStep onChosen={choose} />}
      {chosen && choices && step === 'columns' && (
        <ColumnsStep
          chosen={chosen} choices={choices} keys={keys} onChange={setChoices}
          onBack={() => setStep('file')} onNext={() => setStep('preview')}
        />
      )}
      {choices && step === 'preview' && (
        <PreviewStep
          choices={choices} keys={keys} check={check} write={(options) => api.scm.import(sent(options))}
          onBack={() => setStep('columns')} onBegun={(job) => navigate(`/supply-chain/import/${job}`)}
        />
      )}
    </Page>
  );
}
