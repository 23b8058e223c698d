// What the pages of the log share above what they show.

import type { ReactNode } from 'react';
import { Page } from '../../parts/page';
import { PageTabs } from '../../parts/page-tabs';
import { t } from '../../text';

export function Room({ lead, actions, children }: { lead: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <Page title={t.activity.title} lead={lead} actions={actions}>
      <PageTabs
        label={t.checkpoints.rooms}
        tabs={[{ href: '/activity', label: t.checkpoints.log }, { href: '/activity/checkpoints', label: t.checkpoints.tab }]}
      />
      {children}
    </Page>
  );
}
