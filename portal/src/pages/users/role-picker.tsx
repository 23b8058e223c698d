// One role each, with what it means.

import { Radio, ScrollArea, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/calls';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';

interface Props { value?: string; onChange: (value: string) => void; error?: ReactNode }

export function RolePicker(props: Props) {
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  if (roles.error) return <ProblemAlert error={roles.error} onRetry={() => void roles.refetch()} />;
  if (!roles.data) return <Skeleton height={240} />;
  return (
    <Radio.Group label={t.users.role} {...props}>
      <ScrollArea.Autosize mah={280} mt={6} className="cm-choices" type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap="sm" p="sm">
          {roles.data.results.map(({ name, label, description, assignable }) => (
            <Radio
              key={name} value={name} label={label} disabled={!assignable && props.value !== name}
              description={assignable ? description : `${description} ${t.users.notAssignable}`}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Radio.Group>
  );
}
