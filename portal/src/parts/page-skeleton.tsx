// What stands there while a page's code is on its way: the outline of a page, so that nothing
// jumps when it comes.

import { Skeleton, Stack } from '@mantine/core';
import { t } from '../text';

export function PageSkeleton() {
  return (
    <Stack gap="lg" role="status" aria-label={t.common.loading}>
      <Skeleton height={30} width="12rem" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  );
}
