// The company's rules for tokens and log-ins, for those who make them.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import { Page, Panel } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import { Pending } from './pending';
import { PolicyForm } from './policy-form';
import { RulesShown } from './rules-shown';
import './policy.css';

export default function PolicyPage() {
  const policy = useQuery({ queryKey: ['policy'], queryFn: api.policy.get });
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions });
  const error = policy.error ?? permissions.error;
  const retry = () => {
    void policy.refetch();
    void permissions.refetch();
  };
  return (
    <Page title={t.policy.title} lead={<>{t.policy.lead} <Link href="/company" className="cm-policy-back">{t.menu.companyInfo}</Link></>}>
      <ProblemAlert error={error} onRetry={retry} />
      {policy.data?.pending && (
        <>
          <Pending policy={policy.data} pending={policy.data.pending} mayCancel />
          <Panel title={t.policy.nowTitle}><RulesShown rules={policy.data} /></Panel>
        </>
      )}
      {policy.data && permissions.data && !policy.data.pending && (
        // Other rules mean another form: what was typed belongs to the old ones.
        <PolicyForm key={JSON.stringify(policy.data)} policy={policy.data} permissions={permissions.data.results} />
      )}
      {!error && (policy.isPending || permissions.isPending) && <><Skeleton height={180} radius="lg" /><Skeleton height={320} radius="lg" /></>}
    </Page>
  );
}
