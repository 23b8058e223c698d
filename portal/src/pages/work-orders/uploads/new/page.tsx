// Own codes from a CSV file in three steps: file, columns, and sending it. What becomes of it is
// told by the upload's own page.

import { useState } from 'react';
import { FileStep, type Chosen } from '../../../../parts/import/file-step';
import { Steps } from '../../../../parts/import/steps';
import '../../../../parts/import/import.css';
import { Page } from '../../../../parts/page';
import { PageSkeleton } from '../../../../parts/page-skeleton';
import { ProblemAlert } from '../../../../parts/problem-alert';
import { t } from '../../../../text';
import type { Key } from '../../../supply-chain/import/keys';
import { useKeys } from '../../../supply-chain/import/use-keys';
import { ColumnsStep } from './columns-step';
import { firstChoices, type Choices } from './mapping';
import { SendStep } from './send-step';

const words = t.ingestions.new;
const LIMIT = { bytes: 100_000_000, words: words.limits, tooLarge: words.tooLarge };
const STEPS = [words.steps.file, words.steps.columns, words.steps.send];

export default function NewUpload() {
  const keys = useKeys();
  if (keys.data) return <Page title={words.title} lead={words.lead}><Upload keys={keys.data} /></Page>;
  if (!keys.error) return <PageSkeleton />;
  return <Page title={words.title} lead={words.lead}><ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} /></Page>;
}

type Step = 'file' | 'columns' | 'send';

function Upload({ keys }: { keys: Key[] }) {
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<Choices | null>(null);
  const choose = (file: Chosen) => {
    setChosen(file);
    // Another file of the same kind: the template is still the one.
    setChoices({ ...firstChoices(file.sheet.header, keys), template: choices?.template ?? null, data: choices?.data ?? [] });
    setStep('columns');
  };
  return (
    <>
      <Steps at={['file', 'columns', 'send'].indexOf(step)} names={STEPS} />
      {step === 'file' && <FileStep onChosen={choose} limit={LIMIT} />}
      {chosen && choices && step === 'columns' && (
        <ColumnsStep
          chosen={chosen} choices={choices} keys={keys} onChange={setChoices} onBack={() => setStep('file')} onNext={() => setStep('send')}
        />
      )}
      {chosen && choices && step === 'send' && <SendStep chosen={chosen} choices={choices} onBack={() => setStep('columns')} />}
    </>
  );
}
