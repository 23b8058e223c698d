// The last five addresses or programs, and which of them came after the token was replaced.

import { Text } from '@mantine/core';
import type { UatUse } from '../../api/types';
import { Ago } from '../../parts/ago';
import { Badge } from '../../parts/badge';
import { t } from '../../text';

interface Props { seen: UatUse['addresses']; since?: string | null }

export function Seen({ seen, since }: Props) {
  if (seen.length === 0) return <Text size="sm" c="dimmed">{t.token.noneSeen}</Text>;
  return (
    <dl className="cm-counts">
      {seen.map(({ value, last_at }) => (
        <div key={value}>
          <dt className="cm-wrap">
            {value} {since && last_at > since && <Badge tone="warn">{t.token.afterRotation}</Badge>}
          </dt>
          <dd><Ago at={last_at} /></dd>
        </div>
      ))}
    </dl>
  );
}
