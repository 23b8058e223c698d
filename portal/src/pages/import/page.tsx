// Importing products in four steps: file, columns, preview, result.

import { useState } from 'react';
import { api } from '../../api/calls';
import { navigate } from '../../parts/hash-location';
import { FileStep, type Chosen } from '../../parts/import/file-step';
import { Steps } from '../../parts/import/steps';
import '../../parts/import/import.css';
import { Page } from '../../parts/page';
import { t } from '../../text';
import { ColumnsStep } from './columns-step';
import { guessMapping, type Mapping } from './guess';
import { PreviewStep } from './preview-step';

export interface Choices {
  mapping: Mapping;
  existing: 'error' | 'skip' | 'update';
  createBrands: boolean;
}

type Step = 'file' | 'columns' | 'preview';

export default function Import() {
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<Choices | null>(null);

  const choose = (file: Chosen) => {
    setChosen(file);
    setChoices({ mapping: guessMapping(file.sheet), existing: 'error', createBrands: false });
    setStep('columns');
  };

  return (
    <Page title={t.import.title} lead={t.import.lead}>
      <Steps at={['file', 'columns', 'preview'].indexOf(step)} />
      {step === 'file' && <FileStep onChosen={choose} />}
      {step === 'columns' && chosen && choices && (
        <ColumnsStep
          chosen={chosen} choices={choices} onChange={setChoices}
          onBack={() => setStep('file')} onNext={() => setStep('preview')}
        />
      )}
      {step === 'preview' && chosen && choices && (
        <PreviewStep
          check={() => api.products.checkImport(chosen.file, asQuery(choices))}
          write={() => api.products.import(chosen.file, asQuery(choices))}
          onBack={() => setStep('columns')} onBegun={(job) => navigate(`/products/import/${job}`)}
        />
      )}
    </Page>
  );
}

function asQuery({ mapping, existing, createBrands }: Choices) {
  const mapped = Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== ''));
  return { ...mapped, existing, create_brands: createBrands ? 1 : undefined };
}
