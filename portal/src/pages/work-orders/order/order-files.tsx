// What can be taken along of an order.

import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { WorkOrder } from '../../../api/types';
import { DownloadIcon } from '../../../parts/icons';
import { useMay } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { t } from '../../../text';
import { hasSerials, saveSerials } from '../use-order-actions';
import { useOrderFile } from '../use-order-file';

export function OrderFiles({ order }: { order: WorkOrder }) {
  const may = useMay();
  const serials = useMutation({ mutationFn: () => saveSerials(order), gcTime: 0 });
  const file = useOrderFile();
  const words = t.workOrders;
  if (order.state !== 'completed') return null;
  const hasFile = Boolean(order.codegen_file);
  return (
    <Panel title={words.fileTitle} lead={hasFile ? words.fileLead : words.noFile}>
      <Stack gap="md" align="flex-start">
        {hasFile && may('workorder_download') && (
          <div>
            <Button leftSection={<DownloadIcon />} loading={file.isPending} onClick={() => file.mutate(order.id)}>{words.download}</Button>
            <Text size="sm" c="dimmed" mt={4}>{words.downloadText}</Text>
          </div>
        )}
        {hasSerials(order) && may('workorder_sid_download') && (
          <Button variant="default" leftSection={<DownloadIcon />} loading={serials.isPending} onClick={() => serials.mutate()}>
            {words.downloadSerials}
          </Button>
        )}
        {may('codes_view') && <Anchor component={Link} href={`/codes?workorder=${order.id}`}>{words.seeCodes}</Anchor>}
      </Stack>
    </Panel>
  );
}
