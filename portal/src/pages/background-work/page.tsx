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
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { positionIn, START } from '../../parts/paging';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { useJobColumns } from './job-columns';
import { JobDialog } from './job-dialog';
import { kindWords, stopWords } from './job-words';

export default function BackgroundWork() {
  const queries = useQueryClient();
  const [query, change] = useHashQuery();
  const [stopping, setStopping] = useState<Job | null>(null);
  const state = query.get('state') ?? undefined;
  const params = { state, ordering: '-created_at', ...positionIn(query) };
  const list = useQuery({
    queryKey: ['jobs', 'list', params], queryFn: () => api.jobs.list(params), placeholderData: keepPreviousData, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.results.some(isOpen) ? AGAIN : false),
  });
  const columns = useJobColumns(setStopping);
  const opened = query.get('job');
  const stopped = (words: string) => {
    setStopping(null);
    void queries.invalidateQueries({ queryKey: ['jobs'] });
    notifyDone(words);
  };
  const icon = <WorkIcon />;
  return (
    <Page title={t.jobs.title} lead={t.jobs.lead}>
      <div className="cm-panel">
        <Filters><ChoiceFilter name="state" label={t.jobs.columns.state} all={t.jobs.allStates} choices={Object.entries(t.jobs.states)} /></Filters>
        <ListView
          query={list} caption={t.jobs.caption} columns={columns} rowKey={({ id }) => id}
          empty={state ? (
            <Empty icon={icon} title={state === 'failed' ? t.jobs.noneFailed : t.common.nothingMatches}>
              <Button variant="default" onClick={() => change({ ...START, state: null })}>{t.common.clearFilters}</Button>
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
