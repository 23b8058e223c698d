// What the server does behind everybody's back. Its state is the server's: a reload, or another
// browser, shows the same.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Job } from '../../api/types';
import { AGAIN, isOpen } from '../../parts/again';
import { Confirm } from '../../parts/confirm';
import { Empty } from '../../parts/empty';
import { ChoiceFilter, Filters } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { WorkIcon } from '../../parts/icons';
import { useListAddress } from '../../parts/list-address';
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { useJobColumns } from './job-columns';
import { JobDialog } from './job-dialog';
import { kindWords, stopWords } from './job-words';
import { MineFilter } from './mine-filter';

export default function BackgroundWork() {
  const queries = useQueryClient();
  const [query, change] = useHashQuery();
  const [stopping, setStopping] = useState<Job | null>(null);
  const address = useListAddress({ filters: ['state', 'kind', 'mine'] });
  const params = { ...address.params, ordering: '-created_at' };
  const list = useQuery({
    queryKey: ['jobs', 'list', params], queryFn: () => api.jobs.list(params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(isOpen) ? AGAIN : false),
  });
  const columns = useJobColumns(setStopping);
  const opened = query.get('job');
  const { state, kind, mine } = address.filter;
  const isOnlyFailed = state === 'failed' && !kind && !mine;
  const stopped = (words: string) => {
    setStopping(null);
    void queries.invalidateQueries({ queryKey: ['jobs'] });
    notifyDone(words);
  };
  const icon = <WorkIcon />;
  return (
    <Page title={t.jobs.title} lead={t.jobs.lead}>
      <div className="cm-panel">
        <Filters address={address}>
          <ChoiceFilter name="kind" label={t.jobs.columns.what} all={t.jobs.allKinds} choices={Object.entries(t.jobs.kinds)} />
          <ChoiceFilter name="state" label={t.jobs.columns.state} all={t.jobs.allStates} choices={Object.entries(t.jobs.states)} />
          <MineFilter />
        </Filters>
        <ListView
          query={list} caption={t.jobs.caption} columns={columns} rowKey={({ id }) => id}
          empty={address.isFiltered ? (
            <Empty icon={icon} title={isOnlyFailed ? t.jobs.noneFailed : t.common.nothingMatches}>
              <Button variant="default" onClick={address.clear}>{t.common.clearFilters}</Button>
            </Empty>
          ) : <Empty icon={icon} title={t.jobs.empty} text={t.jobs.emptyText} />}
        />
      </div>
      {opened && <JobDialog key={opened} id={opened} onClose={() => change({ job: null })} />}
      {stopping && (
        <Confirm
          title={t.jobs.stopTitle(kindWords(stopping.kind), stopping.id)} text={stopWords(stopping)} submit={t.jobs.stop} cancel={t.jobs.goOn} isDangerous
          action={() => api.jobs.cancel(stopping.id)} onDone={() => stopped(t.jobs.stopped(stopping.id))} onClose={() => setStopping(null)}
        />
      )}
    </Page>
  );
}
