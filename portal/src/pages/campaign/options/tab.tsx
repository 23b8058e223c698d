import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Campaign } from '../../../api/types';
import { useMay } from '../../../parts/me';
import { ProblemAlert } from '../../../parts/problem-alert';
import { ConsumerKey } from './consumer-key';
import { OptionsForm } from './options-form';

export function OptionsTab({ campaign: { id } }: { campaign: Campaign }) {
  const may = useMay();
  const options = useQuery({ queryKey: ['campaigns', 'options', id], queryFn: () => api.campaigns.options(id) });
  const fields = useQuery({ queryKey: ['campaigns', 'scm-fields', id], queryFn: () => api.campaigns.scmFields(id) });
  const error = options.error ?? fields.error;
  if (error && !(options.data && fields.data)) {
    return <ProblemAlert error={error} onRetry={() => { void options.refetch(); void fields.refetch(); }} />;
  }
  if (!options.data || !fields.data) return <Skeleton height={420} radius="lg" />;
  return (
    <Stack gap="lg">
      <OptionsForm campaign={id} options={options.data} fields={fields.data.results} />
      {may('campaign_edit') && <ConsumerKey campaign={id} />}
    </Stack>
  );
}
