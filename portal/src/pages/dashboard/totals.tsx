// What the time chosen comes to, compared with as long a time before it.

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { queryAddress, type Given } from '../../api/query-address';
import type { Dashboard } from '../../api/types';
import { daysBetween } from '../../parts/dates';
import { ANY_FLAG } from '../../parts/flags';
import { ArrowDownIcon, ArrowUpIcon } from '../../parts/icons';
import { VerdictKey } from '../../parts/verdict-pattern';
import { statusOf, VERDICTS } from '../../parts/verdicts';
import { t } from '../../text';

type Name = keyof Dashboard['totals'];

interface Total { name: Name; label: string; icon?: ReactNode; filter?: Given }

const totals = (): Total[] => [
  { name: 'scans', label: t.dashboard.scans, filter: {} },
  ...VERDICTS.map((verdict) => ({
    name: verdict, label: t.dashboard.verdicts[verdict], icon: <VerdictKey verdict={verdict} />, filter: { activation_status: String(statusOf(verdict)) },
  })),
  { name: 'flagged', label: t.dashboard.flagged, filter: { flags: ANY_FLAG } },
  { name: 'new_devices', label: t.dashboard.newDevices },
];

export function Totals({ data, toScans }: { data: Dashboard; toScans: Given | undefined }) {
  return (
    <section className="cm-panel cm-totals" aria-label={t.dashboard.totals}>
      <ul>
        {totals().map(({ name, label, icon, filter }) => {
          const [now, before] = [data.totals[name], data.previous[name]];
          const isLink = toScans && filter && now > 0;
          return (
            <li key={name}>
              <span className="cm-total-label">{icon}{label}</span>
              <span className="cm-total-value">
                {isLink
                  ? <Link href={queryAddress('/scans', { ...toScans, ...filter })} className="cm-plain-link" aria-label={t.dashboard.scansOf(now, label)}>{t.dashboard.count(now)}</Link>
                  : t.dashboard.count(now)}
              </span>
              <Change now={now} before={before} />
            </li>
          );
        })}
      </ul>
      <Text size="sm" c="dimmed">{t.dashboard.before(daysBetween(data.from, data.to) + 1)}</Text>
    </section>
  );
}

function Change({ now, before }: { now: number; before: number }) {
  if (before === 0) return <small>{t.dashboard.fresh}</small>;
  if (now === before) return <small>{t.dashboard.same}</small>;
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  return now > before
    ? <small><ArrowUpIcon size={13} />{t.dashboard.more(percent, before)}</small>
    : <small><ArrowDownIcon size={13} />{t.dashboard.less(percent, before)}</small>;
}
