import { Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Alert, Campaign } from '../../api/types';
import { Badge } from '../../parts/badge';
import type { Column } from '../../parts/data-table';
import { BellIcon, PauseIcon } from '../../parts/icons';
import { t } from '../../text';
import './alerts-page.css';

/** Null where they cannot be had just now; not there while they are on their way. */
type AlertsOf = Map<number, Alert[] | null>;

export function useAlertsOf(campaigns: number[]): AlertsOf {
  return useQueries({
    queries: campaigns.map((id) => ({ queryKey: ['campaigns', 'alerts', id], queryFn: () => api.campaigns.alerts(id) })),
    combine: (found) => new Map(found.flatMap(({ data, error }, at) => {
      const id = campaigns[at];
      if (id === undefined || (!data && !error)) return [];
      return [[id, data?.results ?? null] as const];
    })),
  });
}

export function useCampaignColumns(alerts: AlertsOf): Column<Campaign>[] {
  const w = t.alerts;
  return [
    {
      key: 'campaign', header: w.columns.campaign, isRowHeader: true,
      cell: ({ id, name }) => <Link href={`/campaigns/${id}?tab=alerts`} className="cm-plain-link cm-wrap">{name}</Link>,
    },
    { key: 'alerts', header: w.columns.alerts, cell: ({ id }) => <Shown alerts={alerts.get(id)} /> },
  ];
}

function Shown({ alerts }: { alerts: Alert[] | null | undefined }) {
  const w = t.alerts;
  if (alerts === undefined) return <Skeleton height={20} width={160} />;
  if (alerts === null) return <span className="cm-dim">{t.common.notLoaded}</span>;
  if (alerts.length === 0) return <span className="cm-dim">{w.none}</span>;
  return (
    <span className="cm-alert-badges">
      {alerts.map(({ id, type, is_active: isOn }) => (
        <Badge key={id} tone={isOn ? 'accent' : 'quiet'} icon={isOn ? <BellIcon size={14} /> : <PauseIcon size={14} />}>
          {isOn ? t.alertTypes[type] : w.off(t.alertTypes[type])}
        </Badge>
      ))}
    </span>
  );
}
