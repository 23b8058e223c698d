// What the token has used up of its daily limits. A replaced token and its successors share them.

import { Stack, Text } from '@mantine/core';
import { UNITS, type Uat } from '../../api/types';
import { addDays, startOfDay, timeWords, todayIn } from '../../parts/dates';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { t } from '../../text';

export function Budgets({ uat }: { uat: Uat }) {
  const { company } = useMe();
  const zone = company.time_zone;
  const units = UNITS.filter((unit) => unit in uat.budgets);
  if (units.length === 0) return null;
  const anew = startOfDay(addDays(todayIn(zone, new Date()), 1), zone);
  return (
    <Panel title={t.limits.daily} lead={t.limits.anew(timeWords(anew, zone))}>
      <Stack gap="md">
        {units.map((unit) => (
          <Meter key={unit} name={t.limits.units[unit]} used={uat.used_today[unit] ?? 0} most={uat.budgets[unit] ?? 0} />
        ))}
      </Stack>
    </Panel>
  );
}

function Meter({ name, used, most }: { name: string; used: number; most: number }) {
  const isFull = used >= most;
  const share = most > 0 ? Math.min(100, (used / most) * 100) : 100;
  return (
    <div>
      <div className="cm-budget">
        <span>{name}</span>
        <Text span size="sm" c="dimmed">{t.limits.used(used, most)}</Text>
      </div>
      <div
        className="cm-budget-track" data-full={isFull} role="meter" aria-label={name} aria-valuemin={0}
        aria-valuemax={most} aria-valuenow={Math.min(used, most)} aria-valuetext={t.limits.used(used, most)}
      >
        <span style={{ width: `${share}%` }} />
      </div>
      {isFull && <Text size="sm" className="cm-budget-full">{t.limits.full}</Text>}
    </div>
  );
}
