import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Campaign } from '../../../api/types';
import { ProblemAlert } from '../../../parts/problem-alert';
import { Addresses } from './addresses';
import { Rules } from './rules';

export function RedirectTab({ campaign }: { campaign: Campaign }) {
  const options = useQuery({ queryKey: ['campaigns', 'options', campaign.id], queryFn: () => api.campaigns.options(campaign.id) });
  const rules = useQuery({ queryKey: ['campaigns', 'redirects', campaign.id], queryFn: () => api.campaigns.redirects(campaign.id) });
  const error = options.error ?? rules.error;
  if (error && !(options.data && rules.data)) {
    return <ProblemAlert error={error} onRetry={() => { void options.refetch(); void rules.refetch(); }} />;
  }
  if (!options.data || !rules.data) return <Stack><Skeleton height={220} radius="lg" /><Skeleton height={260} radius="lg" /></Stack>;
  return (
    <Stack gap="lg">
      <Addresses campaign={campaign} options={options.data} />
      <Rules campaign={campaign} options={options.data} rules={rules.data.rules} />
    </Stack>
  );
}
