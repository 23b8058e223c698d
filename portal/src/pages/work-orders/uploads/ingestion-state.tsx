// Where an upload of own codes is.

import { inWords } from '../../../api/served';
import type { Ingestion } from '../../../api/types';
import { StateBadge } from '../../../parts/badge';
import { SmallBar } from '../../../parts/small-bar';
import { t } from '../../../text';
import './uploads.css';

/** Something is being done with it. */
export const isUnderWay = ({ state }: Ingestion) => state === 'pending' || state === 'in-progress';
/** It can be canceled. */
export const isOpen = (upload: Ingestion) => isUnderWay(upload) || upload.state === 'uploading';

/** What is being done, and how far it is where that is known: all rows are looked at before a code is made. */
export function work({ done, quantity }: Ingestion) {
  const words = t.ingestions;
  if (!quantity || done === 0) return { words: words.checking, progress: null };
  return { words: words.making, progress: { done, of: quantity, words: words.codesOf(done, quantity) } };
}

export function IngestionState({ upload }: { upload: Ingestion }) {
  const { state, failure, error_count: errors } = upload;
  const { words, progress } = work(upload);
  return (
    <>
      <StateBadge state={state} label={t.ingestions.states[state]} />
      {isUnderWay(upload) && <SmallBar label={words} done={progress?.done ?? 0} of={progress?.of ?? null} words={progress?.words ?? words} />}
      {errors > 0 ? <small className="cm-below">{t.ingestions.errorCount(errors)}</small>
        : failure && <small className="cm-below cm-wrap">{inWords(failure)}</small>}
    </>
  );
}
