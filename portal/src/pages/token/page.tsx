// One token: what it is, who uses it, what it does not need, and how to replace it.

import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import type { Uat } from '../../api/types';
import { HistoryLink } from '../../parts/history-link';
import { useHashQuery } from '../../parts/hash-location';
import { useMay, useMe } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { EditToken } from '../me/edit-token';
import { isHeld, ReleaseToken } from '../me/quarantine';
import { RevokeToken } from '../me/revoke-token';
import { Budgets } from './budgets';
import { Chain } from './chain';
import { Endpoints } from './endpoints';
import { Overlap } from './overlap';
import { Refusals } from './refusals';
import { Seen } from './seen';
import { TokenFacts } from './token-facts';
import { Unused } from './unused';
import { UseChart } from './use-chart';
import { WhereFrom } from './where-from';
import './token.css';

// The dialog brings the calendar along, which nobody needs who only looks.
const RotateToken = lazy(() => import('./rotate-token'));

export default function TokenPage() {
  const { id = '' } = useParams();
  const token = useQuery({ queryKey: ['uats', 'one', id], queryFn: () => api.uats.get(id) });
  const { user } = useMe();
  const isMine = !token.data || token.data.owner.id === user.id;
  const back = <Link href={isMine ? '/me' : '/tokens'} className="cm-link">{isMine ? t.token.back : t.allTokens.back}</Link>;
  if (!token.data) {
    return (
      <Page title={t.token.title} lead={back}>
        {token.error ? <ProblemAlert error={token.error} onRetry={() => void token.refetch()} /> : <Skeleton height={320} radius="lg" />}
      </Page>
    );
  }
  // Another token of the chain is another page: nothing of a dialog goes over.
  return <Loaded key={id} uat={token.data} back={back} />;
}

function Loaded({ uat, back }: { uat: Uat; back: React.ReactNode }) {
  const { user } = useMe();
  const may = useMay();
  const queries = useQueryClient();
  const [query, change] = useHashQuery();
  const [isEditing, setEditing] = useState(false);
  const [isRevoking, setRevoking] = useState(false);
  const [isReleasing, setReleasing] = useState(false);
  const use = useQuery({ queryKey: ['uats', 'use', uat.id], queryFn: () => api.uats.use(uat.id), refetchInterval: 30_000 });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['uats'] });
  const isMine = uat.owner.id === user.id;
  const isActive = uat.state === 'active';
  const family = use.data?.family ?? [];
  const successor = family.find(({ id }) => id === uat.replaced_by);
  const mayRotate = isMine && isActive && successor?.state !== 'active';
  return (
    <Page
      title={uat.name} lead={<>{back}{may('audit_view') && <>{' · '}<HistoryLink type="uat" id={uat.id} /></>}</>}
      actions={isActive && (
        <>
          {mayRotate && <Button onClick={() => change({ rotate: '1' })}>{t.token.rotate}</Button>}
          {isMine && <Button variant="default" onClick={() => setEditing(true)}>{t.allTokens.edit}</Button>}
          {isHeld(uat) && may('uat_manage') && <Button variant="default" onClick={() => setReleasing(true)}>{t.tokens.release}</Button>}
          <Button variant="default" onClick={() => setRevoking(true)}>{t.tokens.revoke}</Button>
        </>
      )}
    >
      {use.data && <Overlap uat={uat} use={use.data} />}
      <div className="cm-me-columns">
        <Panel title={t.token.factsTitle}><TokenFacts uat={uat} /></Panel>
        <Stack gap="lg">
          {use.data && isActive && <Unused uat={uat} unused={use.data.unused} mayChange={isMine} onChanged={refresh} />}
          <Budgets uat={uat} />
        </Stack>
      </div>
      <WhereFrom uat={uat} mayChange={isActive && (isMine || may('uat_manage'))} onChanged={refresh} />
      {use.error && <ProblemAlert error={use.error} onRetry={() => void use.refetch()} />}
      {use.isPending && <Skeleton height={240} radius="lg" />}
      {use.data && (
        <>
          <Panel title={t.token.daysTitle} lead={t.token.daysLead}><UseChart days={use.data.days} /></Panel>
          <Panel title={t.token.endpointsTitle} lead={t.token.endpointsLead}><Endpoints endpoints={use.data.endpoints} /></Panel>
          <div className="cm-token-columns">
            <Panel title={t.token.addresses}><Seen seen={use.data.addresses} since={uat.replaced_at} /></Panel>
            <Panel title={t.token.agents}><Seen seen={use.data.agents} since={uat.replaced_at} /></Panel>
            <Panel title={t.token.refusals}><Refusals use={use.data} /></Panel>
          </div>
          {family.length > 1 && <Chain family={family} id={uat.id} />}
        </>
      )}
      {isEditing && <EditToken uat={uat} onSaved={refresh} onClose={() => setEditing(false)} />}
      {isReleasing && <ReleaseToken uat={uat} onDone={refresh} onClose={() => setReleasing(false)} />}
      {isRevoking && <RevokeToken uat={uat} onDone={refresh} onClose={() => setRevoking(false)} />}
      {query.get('rotate') === '1' && mayRotate && (
        <Suspense fallback={null}>
          <RotateToken uat={uat} onClose={() => { change({ rotate: null }); refresh(); }} />
        </Suspense>
      )}
    </Page>
  );
}
