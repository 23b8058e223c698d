// Uploads of own codes, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import type { Ingestion } from '../../../api/types';
import { Empty } from '../../../parts/empty';
import { ChoiceFilter, Filters, SearchFilter } from '../../../parts/filters';
import { useHashQuery } from '../../../parts/hash-location';
import { CodeIcon, UploadIcon } from '../../../parts/icons';
import { ListView } from '../../../parts/list-view';
import { useMay } from '../../../parts/me';
import { positionIn } from '../../../parts/paging';
import { notifyDone } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Room } from '../room';
import { CancelUpload } from './cancel-upload';
import { AGAIN, isUnderWay } from './ingestion-state';
import { useUploadColumns } from './upload-columns';

export default function Uploads() {
  const may = useMay();
  const queries = useQueryClient();
  const [query] = useHashQuery();
  const [canceling, setCanceling] = useState<Ingestion | null>(null);

  const filter = { search: query.get('search') ?? undefined, state: query.get('state') ?? undefined };
  const params = { ...filter, ordering: '-creation_date', ...positionIn(query) };
  const list = useQuery({
    queryKey: ['ingestions', 'list', params], queryFn: () => api.ingestions.list(params), placeholderData: keepPreviousData, staleTime: 0,
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

  return (
    <Room lead={words.lead} actions={create}>
      <div className="cm-panel">
        <Filters>
          <SearchFilter label={words.search} />
          <ChoiceFilter name="state" label={words.columns.state} all={words.allStates} choices={Object.entries(words.states)} />
        </Filters>
        <ListView
          query={list} caption={words.caption} columns={columns} rowKey={({ key }) => key}
          empty={filter.search || filter.state ? <Empty icon={<CodeIcon />} title={t.common.nothingMatches} />
            : <Empty icon={<CodeIcon />} title={words.empty} text={words.emptyText}>{create}</Empty>}
        />
      </div>
      {canceling && <CancelUpload upload={canceling} onDone={done} onClose={() => setCanceling(null)} />}
    </Room>
  );
}
