// The codes of a campaign, and the way to what is loaded onto them.

import { Button, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../api/calls';
import type { Campaign } from '../../../api/types';
import { ChoiceFilter, Filters, SearchFilter } from '../../../parts/filters';
import { CodeIcon, UploadIcon } from '../../../parts/icons';
import { useListAddress } from '../../../parts/list-address';
import { ListEmpty } from '../../../parts/list-empty';
import { useMay } from '../../../parts/me';
import { t } from '../../../text';
import { CodeList } from '../../codes/code-list';
import { STATUSES } from '../../codes/code-status';

export function CodesTab({ campaign }: { campaign: Campaign }) {
  const may = useMay();
  const address = useListAddress({ filters: ['search', 'status'], sorts: ['creation_date'], usual: '-creation_date' });
  const params = { ...address.params, campaign: campaign.id, limit: 50 };
  const list = useQuery({
    queryKey: ['codes', 'list', params], queryFn: () => api.codes.list(params), placeholderData: keepPreviousData,
  });
  const words = t.campaign.codes;
  const actions = (
    <Group gap="sm">
      <Button component={Link} href={`/codes?campaign=${campaign.id}`} variant="default">{words.all}</Button>
      {may('scm_bulk_edit') && (
        <Button component={Link} href="/supply-chain/import" variant="default" leftSection={<UploadIcon />}>{words.upload}</Button>
      )}
    </Group>
  );
  return (
    <div className="cm-panel">
      <Filters address={address} actions={actions}>
        <SearchFilter label={t.codes.search} />
        <ChoiceFilter
          name="status" label={t.codes.status} all={t.codes.allStatuses}
          choices={STATUSES.map((status, number) => [String(number), t.codes.statuses[status]])}
        />
      </Filters>
      <CodeList query={list} address={address} empty={<ListEmpty icon={<CodeIcon />} address={address} words={words} />} />
    </div>
  );
}
