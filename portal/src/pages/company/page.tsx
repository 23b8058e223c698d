import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import { useMay, useMe } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { Details } from './details';
import { Pending } from './policy/pending';
import { RulesShown } from './policy/rules-shown';
import { SigningKeys } from './signing-keys';

export default function Company() {
  const { company } = useMe();
  const may = useMay();
  const c = t.company;
  return (
    <Page title={c.title} lead={company.name}>
      <div className="cm-me-columns">
        <Panel title={c.details}>
          <Details />
        </Panel>
        <Panel title={t.policy.shownTitle} lead={t.policy.lead}>
          <Policy />
          {may('policy_edit') && <Link href="/policy" className="cm-policy-change">{t.policy.change}</Link>}
        </Panel>
      </div>
      {may('key_manage') && <Panel title={t.keys.title} lead={t.keys.lead}><SigningKeys /></Panel>}
    </Page>
  );
}

function Policy() {
  const { data, error, refetch } = useQuery({ queryKey: ['policy'], queryFn: api.policy.get });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Stack gap="lg">
      <RulesShown rules={data} />
      {data.pending && <Pending policy={data} pending={data.pending} />}
    </Stack>
  );
}
