import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { dateWords } from '../../parts/dates';
import { Facts } from '../../parts/facts';
import { useMay, useMe } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { SigningKeys } from './signing-keys';

export default function Company() {
  const { company } = useMe();
  const may = useMay();
  const c = t.company;
  return (
    <Page title={c.title} lead={company.name}>
      <div className="cm-me-columns">
        <Panel title={c.name}>
          <Facts
            facts={[
              [c.name, company.name],
              [c.id, <code className="cm-mono">{company.id}</code>],
              [c.uuid, <code className="cm-mono">{company.uuid}</code>],
              [c.zone, company.time_zone],
            ]}
          />
        </Panel>
        <Panel title={c.policyTitle} lead={c.policyLead}><Policy /></Panel>
      </div>
      {may('key_manage') && <Panel title={t.keys.title} lead={t.keys.lead}><SigningKeys /></Panel>}
    </Page>
  );
}

function Policy() {
  const c = t.company;
  const { data, error, refetch } = useQuery({ queryKey: ['permissions'], queryFn: api.permissions });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  const { policy } = data;
  return (
    <Facts
      facts={[
        [c.maxDays, c.days(policy.max_days)],
        [c.defaultDays, c.days(policy.default_days)],
        [c.latest, c.latestBy(dateWords(policy.latest))],
        [c.ends, c.endsAt(policy.time_zone)],
      ]}
    />
  );
}
