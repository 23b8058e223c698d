import { Skeleton, Stack } from '@mantine/core';
import { t } from '../../text';

export function DashboardSkeleton() {
  return (
    <Stack gap="lg" role="status" aria-label={t.common.loading}>
      <Skeleton height={132} radius="lg" />
      <Skeleton height={360} radius="lg" />
      <div className="cm-dashboard-lists">
        {[1, 2, 3].map((at) => <Skeleton key={at} height={280} radius="lg" />)}
      </div>
    </Stack>
  );
}
