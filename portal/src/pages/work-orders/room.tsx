// What the pages of the work orders share above their lists.

import type { ReactNode } from 'react';
import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { PageTabs } from '../../parts/page-tabs';
import { t } from '../../text';

export function Room({ lead, actions, children }: { lead: string; actions?: ReactNode; children: ReactNode }) {
  const may = useMay();
  const { tabs } = t.workOrders;
  return (
    <Page title={t.workOrders.title} lead={lead} actions={actions}>
      <PageTabs
        label={t.workOrders.rooms}
        tabs={[
          { href: '/work-orders', label: tabs.orders },
          { href: '/work-orders/templates', label: tabs.templates },
          may('ingestion_view') && { href: '/work-orders/uploads', label: tabs.uploads },
        ]}
      />
      {children}
    </Page>
  );
}
