// The company's codes: found, chosen, given another status, downloaded.

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { CodeIcon } from '../../parts/icons';
import { ListEmpty } from '../../parts/list-empty';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { ReadOnly } from '../../parts/read-only';
import { t } from '../../text';
import { useCodeAddress } from './code-address';
import { CodeFilters } from './code-filters';
import { CodeList } from './code-list';
import { Downloads } from './downloads';
import { StartDownload } from './start-download';

export default function Codes() {
  const may = useMay();
  const address = useCodeAddress();
  const params = { ...address.params, limit: 50 };
  const list = useQuery({
    queryKey: ['codes', 'list', params], queryFn: () => api.codes.list(params), placeholderData: keepPreviousData,
  });
  return (
    <Page title={t.codes.title} lead={t.codes.lead} actions={<StartDownload filter={{ ...address.filter, ordering: undefined }} isEmpty={list.data?.count === 0} />}>
      <Downloads />
      <ReadOnly needs={['scm_code_edit']} count={list.data?.count} />
      <div className="cm-panel">
        <CodeFilters address={address} />
        <CodeList
          query={list} address={address}
          empty={(
            <ListEmpty icon={<CodeIcon />} address={address} words={t.codes} needs={['workorder_create', 'ingestion_code_create']}>
              {may('workorder_view') && <Button component={Link} href="/work-orders" variant="default">{t.codes.toOrders}</Button>}
            </ListEmpty>
          )}
        />
      </div>
    </Page>
  );
}
