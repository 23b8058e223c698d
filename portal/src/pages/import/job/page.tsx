// Importing products, the last step: they are written in the background.

import { useParams } from 'wouter';
import type { ImportDone } from '../../../api/types';
import { ImportJob } from '../../../parts/import/import-job';
import '../../../parts/import/import.css';
import { Steps } from '../../../parts/import/steps';
import { Page } from '../../../parts/page';
import { t } from '../../../text';
import { DoneStep } from '../done-step';
import { fieldWords } from '../field-words';

const CHANGES = ['products', 'brands'];

export default function ProductImportJob() {
  const { job = '' } = useParams();
  return (
    <Page title={t.import.title} lead={t.import.lead}>
      <Steps at={3} />
      <ImportJob
        key={job} id={job} kind="product_import" changes={CHANGES} fieldWords={fieldWords}
        another={{ words: t.import.another, href: '/products/import' }}
      >
        {(result) => <DoneStep result={result as ImportDone} />}
      </ImportJob>
    </Page>
  );
}
