// Uploads of own codes, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import type { Ingestion } from '../../../api/types';
import { AGAIN } from '../../../parts/again';
import { ExportList } from '../../../parts/export-list';
import { ChoiceFilter, Filters, SearchFilter } from '../../../parts/filters';
import { CodeIcon, UploadIcon } from '../../../parts/icons';
import { useListAddress } from '../../../parts/list-address';
import { ListEmpty } from '../../../parts/list-empty';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { notifyDone } from '../../../parts/problem-alert';
import { ReadOnly } from '../../../parts/read-only';
import { t } from '../../../text';
import { Room } from '../room';
import { CancelUpload } from './cancel-upload';
import { isUnderWay } from './ingestion-state';
import { useUploadColumns } from './upload-columns';
import { UPLOAD_FILE } from './upload-file';

export default function Uploads() {
  const may = useMay();
  const queries = useQueryClient();
  const [canceling, setCanceling] = useState<Ingestion | null>(null);

  const address = useListAddress({ filters: ['search', 'state'], sorts: ['creation_date'], usual: '-creation_date' });
  const list = useQuery({
    queryKey: ['ingestions', 'list', address.params], queryFn: () => api.ingestions.list(address.params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(isUnderWay) ? AGAIN : false),
  });
  const columns = useUploadColumns({ onCancel: setCanceling });
  const words = t.ingestions;
  const create = may('ingestion_code_create') && (
    <Button component={Link} href="/work-orders/uploads/new" leftSection={<UploadIcon />}>{words.create}</Button>
  );
  const done = (said: string) => {
    setCanceling(null);
    void queries.invalidateQueries({ queryKey: ['ingestions'] });
    notifyDone(said);
  };
  const exportButton = (
    <ExportList
      name="uploads" columns={UPLOAD_FILE} count={list.data?.count}
      list={(page) => api.ingestions.list({ ...address.filter, ...page })}
    />
  );

  return (
    <Room lead={words.lead} actions={<>{exportButton}{create}</>}>
      <ReadOnly needs={['ingestion_code_create']} count={list.data?.count} />
      <div className="cm-panel">
        <Filters address={address}>
          <SearchFilter label={words.search} />
          <ChoiceFilter name="state" label={words.columns.state} all={words.allStates} choices={Object.entries(words.states)} />
        </Filters>
        <ListView
          query={list} caption={words.caption} columns={columns} rowKey={({ key }) => key}
          ordering={address.ordering}
          empty={<ListEmpty icon={<CodeIcon />} address={address} words={words} needs={['ingestion_code_create']}>{create}</ListEmpty>}
        />
      </div>
      {canceling && <CancelUpload upload={canceling} onDone={done} onClose={() => setCanceling(null)} />}
    </Room>
  );
}
