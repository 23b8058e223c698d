// One campaign: where its scans are sent, what its codes carry, who hears of what, and who sees it.

import { Alert, Anchor, Button, Skeleton, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import { roleName } from '../../api/served';
import type { Campaign } from '../../api/types';
import { Badge } from '../../parts/badge';
import { dateWords, todayIn } from '../../parts/dates';
import { navigate } from '../../parts/hash-location';
import { HistoryLink } from '../../parts/history-link';
import { ArchiveIcon } from '../../parts/icons';
import { useMay, useMe } from '../../parts/me';
import { Page } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { RowMenu } from '../../parts/row-menu';
import { UrlTabs, type UrlTab } from '../../parts/url-tabs';
import { t } from '../../text';
import { CampaignAction, type Action } from '../campaigns/campaign-action';
import { CampaignDialog } from '../campaigns/campaign-dialog';
import { DuplicateDialog } from '../campaigns/duplicate-dialog';
import { AccessTab } from './access/tab';
import { AlertsTab } from './alerts/tab';
import { CodesTab } from './codes/tab';
import { OptionsTab } from './options/tab';
import { RedirectTab } from './redirect/tab';
import { ScmTab } from './scm/tab';
import './campaign.css';

export default function CampaignPage() {
  const { id = '' } = useParams();
  const campaign = useQuery({ queryKey: ['campaigns', 'one', id], queryFn: () => api.campaigns.get(id) });
  const back = <Anchor component={Link} href="/campaigns" inherit>{t.campaign.back}</Anchor>;
  if (!campaign.data) {
    return (
      <Page title={t.campaign.title} lead={back}>
        {campaign.error ? <ProblemAlert error={campaign.error} onRetry={() => void campaign.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  return <Loaded key={id} campaign={campaign.data} back={back} />;
}

function Loaded({ campaign, back }: { campaign: Campaign; back: ReactNode }) {
  const may = useMay();
  const { role } = useMe();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [isDuplicating, setDuplicating] = useState(false);
  const [action, setAction] = useState<Action | null>(null);
  const { name, is_archived: isArchived } = campaign;
  const words = t.campaign.tabs;
  const done = (text: string) => {
    setEditing(false);
    setAction(null);
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifyDone(text);
  };
  const more = [
    may('campaign_create') && { label: t.campaigns.duplicate, onClick: () => setDuplicating(true) },
    may('campaign_archive') && (isArchived
      ? { label: t.common.restore, onClick: () => setAction({ kind: 'restore', campaign }) }
      : { label: t.common.archive, onClick: () => setAction({ kind: 'archive', campaign }) }),
  ];
  return (
    <Page
      title={name} lead={<>{back}<Summary campaign={campaign} /></>}
      actions={(
        <>
          {may('campaign_edit') && <Button variant="default" onClick={() => setEditing(true)}>{t.common.edit}</Button>}
          <RowMenu name={name} actions={more} />
        </>
      )}
    >
      {!may('campaign_edit') && <Alert className="cm-alert" data-tone="quiet" title={t.campaign.readOnlyTitle}>{t.campaign.readOnly(roleName(role))}</Alert>}
      <UrlTabs
        label={t.campaign.tabsLabel}
        tabs={tabs([
          { name: 'redirect', label: words.redirect, panel: () => <RedirectTab campaign={campaign} /> },
          { name: 'scm', label: words.scm, panel: () => <ScmTab campaign={campaign} /> },
          may('codes_view') && { name: 'codes', label: words.codes, panel: () => <CodesTab campaign={campaign} /> },
          { name: 'alerts', label: words.alerts, panel: () => <AlertsTab campaign={campaign} /> },
          { name: 'access', label: words.access, panel: () => <AccessTab campaign={campaign} /> },
          { name: 'options', label: words.options, panel: () => <OptionsTab campaign={campaign} /> },
        ])}
      />
      {isEditing && <CampaignDialog campaign={campaign} onClose={() => setEditing(false)} onSaved={(saved) => done(t.campaigns.saved(saved.name))} />}
      {isDuplicating && (
        <DuplicateDialog
          campaign={campaign} onClose={() => setDuplicating(false)}
          onSaved={(made) => {
            setDuplicating(false);
            done(t.campaigns.duplicated(made.name));
            navigate(`/campaigns/${made.id}`);
          }}
        />
      )}
      {action && <CampaignAction action={action} onDone={done} onClose={() => setAction(null)} />}
    </Page>
  );
}

const tabs = (all: (UrlTab | false)[]): UrlTab[] => all.filter((tab) => tab !== false);

function Summary({ campaign }: { campaign: Campaign }) {
  const may = useMay();
  const { company } = useMe();
  const { id, description, product_count: count, creation_date: made, is_archived: isArchived } = campaign;
  const products = count === 0 ? t.campaign.noProducts : t.campaign.products(count);
  return (
    <span className="cm-campaign-summary">
      {description && <span className="cm-wrap">{description}</span>}
      <Text span size="sm">
        {count > 0 && may('product_view') ? <Anchor href={`#/products?campaign=${id}`} inherit>{products}</Anchor> : products}
        {' · '}
        {t.campaign.made(dateWords(todayIn(company.time_zone, new Date(made))))}
        {may('codes_view') && <>{' · '}<Anchor href={`#/codes?campaign=${id}`} inherit>{t.campaign.codes.link}</Anchor></>}
        {may('dashboard_view') && <>{' · '}<Anchor href={`#/dashboard?campaign_id=${id}`} inherit>{t.scans.toDashboard}</Anchor></>}
        {may('scans_download') && <>{' · '}<Anchor href={`#/scans?timeframe=30d&campaign_id=${id}`} inherit>{t.dashboard.toScans}</Anchor></>}
        {may('audit_view') && <>{' · '}<HistoryLink type="campaign" id={id} /></>}
        {isArchived && <>{' '}<Badge tone="quiet" icon={<ArchiveIcon size={13} />}>{t.common.archived}</Badge></>}
      </Text>
    </span>
  );
}
