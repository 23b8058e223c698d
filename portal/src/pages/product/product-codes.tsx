// How the codes of a product stand, and the ways to them, to their scans and to the numbers.

import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { queryAddress } from '../../api/query-address';
import type { Product } from '../../api/types';
import { CodeStates } from '../../parts/code-states';
import { useMay } from '../../parts/me';
import { Panel } from '../../parts/page';
import { VerdictPatterns } from '../../parts/verdict-pattern';
import { t } from '../../text';

export function ProductCodes({ product: { id, code_count: all, active_code_count: genuine, blacklisted_code_count: blacklisted } }: { product: Product }) {
  const may = useMay();
  const w = t.productPage;
  const product = String(id);
  const links: [href: string, words: string, right: string][] = [
    [queryAddress('/codes', { products: product }), w.toCodes, 'codes_view'],
    [queryAddress('/scans', { timeframe: '30d', product }), t.dashboard.toScans, 'scans_download'],
    [queryAddress('/dashboard', { product }), t.scans.toDashboard, 'dashboard_view'],
  ];
  const shown = links.filter(([, , right]) => may(right));
  return (
    <Panel title={w.codes(all)} lead={all === 0 ? w.noCodes : undefined}>
      <VerdictPatterns />
      {all > 0 && (
        <CodeStates
          counts={{ genuine, blacklisted, inactive: all - genuine - blacklisted }}
          address={(status) => queryAddress('/codes', { status: String(status), products: product })}
        />
      )}
      {all > 0 && shown.length > 0 && (
        <ul className="cm-product-links">
          {shown.map(([href, words]) => <li key={href}><Anchor component={Link} href={href} inherit>{words}</Anchor></li>)}
        </ul>
      )}
      {all === 0 && may('workorder_create') && <Anchor component={Link} href="/work-orders" inherit>{t.codes.toOrders}</Anchor>}
    </Panel>
  );
}
