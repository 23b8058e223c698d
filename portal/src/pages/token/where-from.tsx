// Where a token may be used from, where it was used from, and one click that makes a list of it.

import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Uat, UatNetworks } from '../../api/types';
import { Ago } from '../../parts/ago';
import { Badge } from '../../parts/badge';
import { DataTable, type Column } from '../../parts/data-table';
import { AlertIcon, CheckCircleIcon, ClockIcon } from '../../parts/icons';
import { Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { EditNetworks } from './edit-networks';

interface Props { uat: Uat; mayChange: boolean; onChanged: () => void }

type Address = UatNetworks['addresses'][number];

/** Rows that are shown at once; the busiest come first. */
const SHOWN = 10;

export function WhereFrom({ uat, mayChange, onChanged }: Props) {
  const [isEditing, setEditing] = useState(false);
  const where = useQuery({ queryKey: ['uats', 'networks', uat.id], queryFn: () => api.uats.networks(uat.id), refetchInterval: 30_000 });
  const isOpen = uat.networks.length === 0 && uat.network_mode === 'enforce';
  return (
    <Panel title={t.networks.title}>
      <Stack align="stretch" gap="md">
        <Rule uat={uat} />
        {mayChange && (
          <Group><Button variant="default" onClick={() => setEditing(true)}>{isOpen ? t.networks.limit : t.networks.change}</Button></Group>
        )}
        {where.error && <ProblemAlert error={where.error} onRetry={() => void where.refetch()} />}
        {where.isPending && <Skeleton height={96} />}
        {where.data && <Found uat={uat} where={where.data} mayChange={mayChange} onChanged={onChanged} />}
      </Stack>
      {isEditing && <EditNetworks uat={uat} onSaved={onChanged} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

function Rule({ uat: { networks, network_mode: mode } }: { uat: Uat }) {
  if (networks.length === 0 && mode === 'enforce') return <Text size="sm">{t.networks.everywhere}</Text>;
  return (
    <Stack gap="xs">
      <div>
        {mode === 'enforce'
          ? <Badge tone="ok" icon={<CheckCircleIcon size={14} />}>{t.networks.enforced}</Badge>
          : <Badge tone="warn" icon={<ClockIcon size={14} />}>{t.networks.observed}</Badge>}
      </div>
      <List networks={networks} />
      {mode === 'observe' && <Text size="sm" c="dimmed">{t.networks.observedText}</Text>}
    </Stack>
  );
}

function List({ networks }: { networks: string[] }) {
  if (networks.length === 0) return <Text size="sm">{t.networks.noList}</Text>;
  return <ul className="cm-networks">{networks.map((net) => <li key={net}><code className="cm-mono">{net}</code></li>)}</ul>;
}

interface FoundProps { uat: Uat; where: UatNetworks; mayChange: boolean; onChanged: () => void }

function Found({ uat, where, mayChange, onChanged }: FoundProps) {
  const [isWhole, setWhole] = useState(false);
  const { addresses, would_refuse: wouldRefuse, refused, others } = where;
  const isObserved = where.network_mode === 'observe';
  const unknown = addresses.find(({ address }) => address === null);
  if (addresses.length === 0) {
    return isObserved || where.networks.length > 0
      ? <Text size="sm" c="dimmed">{isObserved ? t.networks.nothingSeen : t.networks.nothingRefused}</Text>
      : null;
  }
  return (
    <>
      <Text size="sm">
        {[isObserved && where.networks.length > 0 && t.networks.wouldRefuse(wouldRefuse), refused > 0 && t.networks.refused(refused)]
          .filter(Boolean).join(' ')}
      </Text>
      {unknown && (
        <Alert className="cm-alert" data-tone="warn" icon={<AlertIcon />} title={t.networks.unknownTitle}>
          <Text size="sm">{t.networks.unknownText}</Text>
        </Alert>
      )}
      <DataTable
        caption={t.networks.caption} columns={columns(where.networks.length > 0)} rowKey={({ address }) => address ?? '?'}
        rows={isWhole ? addresses : addresses.slice(0, SHOWN)}
      />
      {addresses.length > SHOWN && !isWhole && (
        <Group><Button variant="subtle" size="xs" onClick={() => setWhole(true)}>{t.networks.showAll(addresses.length)}</Button></Group>
      )}
      {others > 0 && <Text size="sm" c="dimmed">{t.networks.others(others)}</Text>}
      {isObserved && where.proposal.length > 0 && uat.state === 'active' && (
        <Proposal uat={uat} networks={where.proposal} mayChange={mayChange} onChanged={onChanged} />
      )}
    </>
  );
}

function columns(hasList: boolean): Column<Address>[] {
  const c = t.networks.columns;
  const all: (Column<Address> | false)[] = [
    { key: 'address', header: c.address, isRowHeader: true, cell: ({ address }) => (address ? <code className="cm-mono cm-wrap">{address}</code> : t.networks.unknown) },
    hasList && {
      key: 'listed', header: c.listed,
      cell: ({ listed }) => (listed ? <Badge tone="ok" icon={<CheckCircleIcon size={14} />}>{t.networks.listed}</Badge> : <Badge tone="warn">{t.networks.notListed}</Badge>),
    },
    { key: 'calls', header: c.calls, align: 'right', cell: ({ calls }) => t.token.count(calls) },
    { key: 'refused', header: c.refused, align: 'right', cell: ({ refused }) => t.token.count(refused) },
    { key: 'last', header: c.last, cell: ({ last_at }) => <Ago at={last_at} /> },
  ];
  return all.filter((column) => column !== false);
}

interface ProposalProps { uat: Uat; networks: string[]; mayChange: boolean; onChanged: () => void }

function Proposal({ uat, networks, mayChange, onChanged }: ProposalProps) {
  const use = useMutation({
    mutationFn: () => api.uats.update(uat.id, { networks, network_mode: 'enforce' }),
    onSuccess: () => { notifyDone(t.networks.used(uat.name)); onChanged(); },
  });
  return (
    <Stack gap="xs" align="flex-start" className="cm-proposal">
      <Text size="sm" fw={600}>{t.networks.proposal}</Text>
      <List networks={networks} />
      <Text size="sm" c="dimmed">{t.networks.proposalText}</Text>
      <ProblemAlert error={use.error} />
      {mayChange && <Button loading={use.isPending} onClick={() => use.mutate()}>{t.networks.use}</Button>}
    </Stack>
  );
}
