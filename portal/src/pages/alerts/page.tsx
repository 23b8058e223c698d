// The alerts of all campaigns: those that scans have raised lately, then which campaign has which.

import { Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Empty } from '../../parts/empty';
import { Filters, SearchFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { BellIcon, CampaignIcon } from '../../parts/icons';
import { ListView } from '../../parts/list-view';
import { Page } from '../../parts/page';
import { positionIn } from '../../parts/paging';
import { t } from '../../text';
import { useAlertsOf, useCampaignColumns } from './campaign-columns';
import { Raised } from './raised';

/** Each row asks for the alerts of its campaign, so a page has few. */
const ROWS = 10;

export default function Alerts() {
  const [query] = useHashQuery();
  const search = query.get('search') ?? undefined;
  const params = { search, ordering: 'name', limit: ROWS, ...positionIn(query) };
  const list = useQuery({ queryKey: ['campaigns', 'list', params], queryFn: () => api.campaigns.list(params), placeholderData: keepPreviousData });
  const alerts = useAlertsOf(list.data?.results.map(({ id }) => id) ?? []);
  const columns = useCampaignColumns(alerts);
  const w = t.alerts;
  return (
    <Page title={w.title} lead={w.lead}>
      <Raised />
      <div className="cm-panel">
        <Title order={2} className="cm-section-head">{w.byCampaign}</Title>
        <Filters><SearchFilter label={t.campaigns.search} /></Filters>
        <ListView
          query={list} caption={w.byCampaign} columns={columns} rowKey={({ id }) => id}
          empty={search ? <Empty icon={<CampaignIcon />} title={t.common.nothingMatches} /> : <Empty icon={<BellIcon />} title={w.noCampaigns} text={w.noCampaignsText} />}
        />
      </div>
    </Page>
  );
}
