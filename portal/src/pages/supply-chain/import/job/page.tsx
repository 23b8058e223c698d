// Supply-chain data from a CSV file, the last step: it is written in the background.

import { useParams } from 'wouter';
import type { ScmImportDone } from '../../../../api/types';
import { ImportJob } from '../../../../parts/import/import-job';
import '../../../../parts/import/import.css';
import { Steps } from '../../../../parts/import/steps';
import { Page } from '../../../../parts/page';
import { t } from '../../../../text';
import { DoneStep } from '../done-step';
import { keyWords } from '../keys';
import { useKeys } from '../use-keys';

const CHANGES = ['scm', 'products', 'codes'];

export default function ScmImportJob() {
  const { job = '' } = useParams();
  // Until they are there, a field is called as its key.
  const { data: keys = [] } = useKeys();
  const words = t.scm.import;
  return (
    <Page title={words.title} lead={words.lead}>
      <Steps at={3} />
      <ImportJob
        key={job} id={job} kind="scm_import" changes={CHANGES} another={{ words: words.another, href: '/supply-chain/import' }}
        fieldWords={(field) => (field === 'file' ? '' : keyWords(keys, field))}
      >
        {(result) => <DoneStep result={result as ScmImportDone} />}
      </ImportJob>
    </Page>
  );
}
