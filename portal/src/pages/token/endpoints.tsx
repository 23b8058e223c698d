// What the token calls: each operation with its calls and refusals, the most called first.

import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { UatUse } from '../../api/types';
import { dateWords } from '../../parts/dates';
import { t } from '../../text';

type Endpoint = UatUse['endpoints'][number];

/** Rows that are shown at once. */
const FEW = 8;

export function Endpoints({ endpoints }: { endpoints: Endpoint[] }) {
  const [isWhole, setWhole] = useState(false);
  if (endpoints.length === 0) return <Text size="sm" c="dimmed">{t.token.noEndpoints}</Text>;
  // One more row takes no more room than the button.
  const isLong = endpoints.length > FEW + 1;
  const shown = isLong && !isWhole ? endpoints.slice(0, FEW) : endpoints;
  const most = Math.max(...endpoints.map(sum));
  return (
    <>
      <ul className="cm-endpoints" aria-label={t.token.endpointsTitle}>
        {shown.map((endpoint) => <Row key={`${endpoint.method} ${endpoint.path}`} endpoint={endpoint} most={most} />)}
      </ul>
      {isLong && (
        <Button variant="subtle" size="xs" mt="sm" className="cm-text-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.dashboard.showFew : t.dashboard.showAll(endpoints.length)}
        </Button>
      )}
    </>
  );
}

const sum = ({ calls, refused }: Endpoint) => calls + refused;

function Row({ endpoint, most }: { endpoint: Endpoint; most: number }) {
  const { operation, method, path, calls, refused, last_on: last } = endpoint;
  const name = <code className="cm-mono cm-wrap"><b>{method}</b> {path}</code>;
  const width = (count: number) => ({ width: `${(count / most) * 100}%` });
  return (
    <li>
      {operation ? <a href={`/api/docs/#${operation}`} className="cm-plain-link">{name}</a> : name}
      <span className="cm-endpoint-counts">
        {t.token.letInCalls(calls)}
        {refused > 0 && <>, <span className="cm-endpoint-refused">{t.token.refused(refused)}</span></>}
        <small>{t.token.lastOn(dateWords(last))}</small>
      </span>
      <span className="cm-endpoint-bar" aria-hidden="true">
        <span style={width(calls)} /><span data-kind="refused" style={width(refused)} />
      </span>
    </li>
  );
}
