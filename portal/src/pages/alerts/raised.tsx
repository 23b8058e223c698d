// Alerts that scans have raised within seven days, with the way to those scans.

import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { whenWords } from '../../parts/ago';
import { scansOf } from '../../parts/alert-scans';
import { DataTable } from '../../parts/data-table';
import { useMay, useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';

export function Raised() {
  const may = useMay();
  const { company } = useMe();
  const w = t.alerts;
  const { data, error, refetch } = useQuery({ queryKey: ['dashboard', 'attention'], queryFn: api.dashboard.attention });
  const types: Record<string, string> = t.alertTypes;
  const raised = data?.alerts ?? (data && []);
  return (
    <Panel title={w.raised} lead={w.raisedLead}>
      <ProblemAlert error={data ? null : error} onRetry={() => void refetch()} />
      {raised?.length === 0 && <Text size="sm">{w.noneRaised}</Text>}
      {(raised ? raised.length > 0 : !error) && (
        <div className="cm-table-inside">
          <DataTable
            caption={w.raised} rows={raised} rowKey={({ id }) => id}
            columns={[
              { key: 'type', header: w.columns.alert, isRowHeader: true, cell: ({ type }) => types[type] ?? type },
              {
                key: 'campaign', header: w.columns.campaign,
                cell: ({ campaign, campaign_name: name }) => <Link href={`/campaigns/${campaign}?tab=alerts`} className="cm-plain-link">{name}</Link>,
              },
              {
                key: 'mail', header: w.columns.mail,
                cell: ({ waiting, last_mail: mailed }) => (waiting || !mailed ? t.attention.alertWaiting : t.attention.alertMailed(whenWords(mailed, company.time_zone))),
              },
              ...(may('scans_download') ? [{
                key: 'scans', header: w.columns.scans,
                cell: ({ campaign, type, campaign_name: name }: { campaign: number; type: string; campaign_name: string }) => (
                  <Anchor component={Link} href={scansOf(campaign, type)} inherit aria-label={w.scansOf(types[type] ?? type, name)}>{t.dashboard.toScans}</Anchor>
                ),
              }] : []),
            ]}
          />
        </div>
      )}
    </Panel>
  );
}
