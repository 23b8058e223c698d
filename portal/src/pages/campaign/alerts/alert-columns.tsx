import { Link } from 'wouter';
import { queryAddress } from '../../../api/query-address';
import type { Alert } from '../../../api/types';
import { Ago } from '../../../parts/ago';
import { scansOf } from '../../../parts/alert-scans';
import { Badge, StateBadge } from '../../../parts/badge';
import type { Column } from '../../../parts/data-table';
import { navigate } from '../../../parts/hash-location';
import { AlertIcon, PauseIcon } from '../../../parts/icons';
import { fullName, useMay, useMe } from '../../../parts/me';
import { useNamesFrom } from '../../../parts/names';
import { members } from '../../../parts/people';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';
import { boundWords } from './bound';

interface Options { onEdit: (alert: Alert) => void; onToggle: (alert: Alert) => void; onRemove: (alert: Alert) => void }

export function useAlertColumns({ onEdit, onToggle, onRemove }: Options): Column<Alert>[] {
  const may = useMay();
  const w = t.campaign.alerts;
  const c = w.columns;
  const actions = (alert: Alert) => [
    may('scans_download') && { label: t.dashboard.toScans, onClick: () => navigate(scansOf(alert.campaign, alert.type)) },
    ...(may('campaign_edit') ? [
      { label: t.common.edit, onClick: () => onEdit(alert) },
      { label: alert.is_active ? w.switchOff : w.switchOn, onClick: () => onToggle(alert) },
      { label: t.common.remove, onClick: () => onRemove(alert), isDangerous: true },
    ] : []),
  ];
  return [
    {
      key: 'type', header: c.type, isRowHeader: true,
      cell: ({ type }) => <span className="cm-two-lines"><span>{t.alertTypes[type] ?? type}</span><small>{w.typeTexts[type]}</small></span>,
    },
    {
      key: 'bound', header: c.bound,
      cell: (alert) => (
        <span className="cm-two-lines">
          <span>{boundWords(alert)}</span>
          {alert.bound?.auto_blacklist && <span><Badge tone="warn" icon={<AlertIcon size={14} />}>{w.blacklists}</Badge></span>}
        </span>
      ),
    },
    { key: 'recipients', header: c.recipients, cell: ({ recipients }) => <Recipients ids={recipients} /> },
    {
      key: 'state', header: c.state,
      cell: ({ is_active }) => (is_active ? <StateBadge state="active" label={w.active} /> : <Badge tone="quiet" icon={<PauseIcon size={14} />}>{w.off}</Badge>),
    },
    {
      key: 'mailed', header: c.mailed,
      cell: ({ last_mail, campaign, type }) => (
        <span className="cm-two-lines">
          {last_mail ? <Ago at={last_mail} /> : <span>{w.never}</span>}
          {may('scans_download') && <small><Link href={queryAddress('/scans', { timeframe: '30d', campaign_id: String(campaign), flags: type })} className="cm-plain-link">{w.toScans}<span className="cm-hidden">: {t.alertTypes[type]}</span></Link></small>}
        </span>
      ),
    },
    { key: 'actions', header: c.actions, isActions: true, cell: (alert) => <RowMenu name={t.alertTypes[alert.type]} actions={actions(alert)} /> },
  ];
}

/** More would be a wall. */
const FEW = 2;

function Recipients({ ids }: { ids: number[] }) {
  const w = t.campaign.alerts;
  const may = useMay();
  const { user } = useMe();
  const isFew = ids.length <= FEW;
  const names = useNamesFrom(members, may('user_view') && isFew ? ids.filter((id) => id !== user.id) : []);
  if (ids.length === 0) return <span className="cm-dim">{w.nobody}</span>;
  const named = ids.map((id) => (id === user.id ? fullName(user) : names.get(id)?.label));
  if (!isFew || named.some((name) => !name)) return <>{w.people(ids.length)}</>;
  return <>{named.map((name) => <span key={name} className="cm-alert-person cm-wrap">{name?.replace(/ \(.*\)$/, '')}</span>)}</>;
}
