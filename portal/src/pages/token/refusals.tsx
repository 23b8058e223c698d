// What was refused, and why.

import { Text } from '@mantine/core';
import type { UatUse } from '../../api/types';
import { t } from '../../text';
import { Seen } from './seen';

export function Refusals({ use }: { use: UatUse }) {
  const totals = new Map<string, number>();
  for (const { refusals } of use.days) {
    for (const [code, count] of Object.entries(refusals)) totals.set(code, (totals.get(code) ?? 0) + count);
  }
  if (totals.size === 0) return <Text size="sm" c="dimmed">{t.token.noRefusals}</Text>;
  return (
    <>
      <dl className="cm-counts">
        {[...totals].sort(([, a], [, b]) => b - a).map(([code, count]) => (
          <div key={code}><dt>{t.token.codes[code] ?? code}</dt><dd>{t.token.count(count)}</dd></div>
        ))}
      </dl>
      <Text size="sm" c="dimmed" mt="md" mb={4}>{t.token.refusedFrom}</Text>
      <Seen seen={use.refused_addresses} />
    </>
  );
}
