// What is to be said of an upload first, before its facts.

import { Alert, Anchor, Group, Stack } from '@mantine/core';
import { Link } from 'wouter';
import { api } from '../../../../api/calls';
import { inWords } from '../../../../api/served';
import type { IngestionDetails } from '../../../../api/types';
import { AlertIcon, CheckCircleIcon, ClockIcon } from '../../../../parts/icons';
import { ImportErrors } from '../../../../parts/import/import-errors';
import { Working } from '../../../../parts/import/working';
import '../../../../parts/import/import.css';
import { useMay } from '../../../../parts/me';
import { notifyProblem } from '../../../../parts/problem-alert';
import { saveAs } from '../../../../parts/save-as';
import { t } from '../../../../text';
import { work } from '../ingestion-state';
import { useKeyWords } from '../use-key-words';

export function Outcome({ upload }: { upload: IngestionDetails }) {
  const words = t.ingestions;
  switch (upload.state) {
    case 'uploading':
      return <Alert className="cm-alert" data-tone="quiet" icon={<ClockIcon />} title={words.waitsTitle}>{words.waitsText}</Alert>;
    case 'pending':
    case 'in-progress': {
      const now = work(upload);
      return (
        <section className="cm-panel cm-pad" aria-label={now.words}>
          <Working words={now.words} progress={now.progress} hint={words.mayLeave} />
        </section>
      );
    }
    case 'complete':
      return <Complete upload={upload} />;
    case 'failed':
      return upload.errors.length > 0 ? <Errors upload={upload} /> : (
        <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.failedTitle}>{upload.failure && inWords(upload.failure)}</Alert>
      );
    case 'canceled':
      return null;
  }
}

function Complete({ upload: { quantity, workorder } }: { upload: IngestionDetails }) {
  const may = useMay();
  const words = t.ingestions;
  return (
    <Alert className="cm-alert" data-tone="ok" icon={<CheckCircleIcon />} title={words.completeTitle(quantity ?? 0)}>
      <Stack gap="xs">
        <span>{words.completeText}</span>
        {workorder && (
          <Group gap="lg">
            {may('workorder_view') && <Anchor component={Link} href={`/work-orders/${workorder}`} inherit>{words.seeOrder}</Anchor>}
            {may('codes_view') && <Anchor component={Link} href={`/codes?workorder=${workorder}`} inherit>{words.seeCodes}</Anchor>}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Errors({ upload: { key, errors, error_count: count } }: { upload: IngestionDetails }) {
  const fieldWords = useKeyWords();
  const name = t.ingestions.errorsFile(key);
  const download = () => void api.ingestions.errors(key).then((file) => saveAs(file, name), notifyProblem);
  return (
    <section className="cm-panel cm-pad" aria-label={t.ingestions.failedTitle}>
      <Stack gap="md">
        <ImportErrors errors={errors} count={count} fieldWords={fieldWords} fileName={name} lead={t.ingestions.errorsLead} onDownload={download} />
      </Stack>
    </section>
  );
}
