// Every scan of a time, the newest first.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { queryAddress } from '../../api/query-address';
import type { Scan } from '../../api/types';
import { useHashQuery } from '../../parts/hash-location';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { useScanFilter } from '../../parts/use-scan-filter';
import { t } from '../../text';
import { asAsked } from './as-asked';
import { ExportScans } from './export-scans';
import { ScanDialog } from './scan-dialog';
import { ScanFilters } from './scan-filters';
import { ScanList } from './scan-list';
import { SCM } from './scm-filter';

const FILTERS = ['campaign_id', 'product', 'activation_status', 'flags', 'country', 'extended_id', ...SCM];
const USUAL = '1d';
const ROWS = 50;

export default function Scans() {
  const may = useMay();
  const [query] = useHashQuery();
  const [opened, open] = useState<Scan | null>(null);
  const { filter: inAddress, isFiltered, clear } = useScanFilter(FILTERS, USUAL);
  const filter = asAsked(inAddress);
  const params = { ...filter, limit: ROWS, ...positionIn(query) };
  const list = useQuery({
    queryKey: ['scans', params], queryFn: () => api.scans.list(params), placeholderData: keepPreviousData, staleTime: 0,
  });
  const { timeframe, date_from, date_to, campaign_id, product, country } = inAddress;
  const counted = { timeframe, date_from, date_to, campaign_id, product, country };
  return (
    <Page
      title={t.scans.title} lead={t.scans.lead}
      actions={(
        <>
          {may('dashboard_view') && <Button component={Link} href={queryAddress('/dashboard', counted)} variant="default">{t.scans.toDashboard}</Button>}
          <ExportScans filter={filter} isDisabled={!list.data} />
        </>
      )}
    >
      <div className="cm-panel">
        <ScanFilters usual={USUAL} onClear={isFiltered ? clear : undefined} />
        <ScanList query={list} isFiltered={isFiltered} onOpen={open} />
      </div>
      {opened && <ScanDialog scan={opened} onClose={() => open(null)} />}
    </Page>
  );
}
