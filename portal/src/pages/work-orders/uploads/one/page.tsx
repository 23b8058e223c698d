// One upload of own codes: how far it is, what is wrong with its rows, what became of it.

import { Anchor, Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../../../api/calls';
import type { IngestionDetails } from '../../../../api/types';
import { AGAIN } from '../../../../parts/again';
import { UploadIcon } from '../../../../parts/icons';
import { useMay } from '../../../../parts/me';
import { Page, Panel } from '../../../../parts/page';
import { ProblemAlert, notifyDone } from '../../../../parts/problem-alert';
import { t } from '../../../../text';
import { CancelUpload } from '../cancel-upload';
import { isOpen, isUnderWay } from '../ingestion-state';
import { useTemplateNames } from '../use-template-names';
import { Outcome } from './outcome';
import { UploadFacts } from './upload-facts';

export default function UploadPage() {
  const { key = '' } = useParams();
  const upload = useQuery({
    queryKey: ['ingestions', 'one', key], queryFn: () => api.ingestions.get(key), staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? AGAIN : false),
  });
  const back = <Anchor component={Link} href="/work-orders/uploads" inherit>{t.ingestions.back}</Anchor>;
  if (!upload.data) {
    return (
      <Page title={t.ingestions.one} lead={back}>
        {upload.error ? <ProblemAlert error={upload.error} onRetry={() => void upload.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={key} upload={upload.data} back={back} />;
}

function Loaded({ upload, back }: { upload: IngestionDetails; back: React.ReactNode }) {
  const may = useMay();
  const queries = useQueryClient();
  const nameOf = useTemplateNames();
  const [isCanceling, setCanceling] = useState(false);
  const words = t.ingestions;
  const done = (said: string) => {
    setCanceling(false);
    void queries.invalidateQueries({ queryKey: ['ingestions'] });
    notifyDone(said);
  };
  return (
    <Page
      title={words.oneOf(nameOf(upload.template))} lead={back}
      actions={isOpen(upload)
        ? may('ingestion_cancel') && <Button variant="default" onClick={() => setCanceling(true)}>{words.cancel}</Button>
        : may('ingestion_code_create') && (
          <Button component={Link} href="/work-orders/uploads/new" variant="default" leftSection={<UploadIcon />}>{words.create}</Button>
        )}
    >
      <Outcome upload={upload} />
      <Panel title={words.factsTitle}><UploadFacts upload={upload} /></Panel>
      {isCanceling && <CancelUpload upload={upload} onDone={done} onClose={() => setCanceling(false)} />}
    </Page>
  );
}
