import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { ScmImportDone } from '../../../api/types';
import { CheckCircleIcon } from '../../../parts/icons';
import { Counts } from '../../../parts/import/counts';
import { t } from '../../../text';

export function DoneStep({ result }: { result: ScmImportDone }) {
  const words = t.scm.import;
  return (
    <section className="cm-panel cm-pad" role="status">
      <Stack gap="lg">
        <Group gap="sm">
          <span className="cm-ok"><CheckCircleIcon size={26} /></span>
          <Title order={2}>{words.doneTitle}</Title>
        </Group>
        <Counts
          counts={[
            [words.counts.rows, result.rows], [words.counts.codes, result.codes_affected], [words.doneValues, result.total_updates],
            ...(result.unknown > 0 ? [[words.counts.unknown, result.unknown] as [string, number]] : []),
          ]}
        />
        <Text size="sm" c="dimmed">{words.doneText}</Text>
        <Group>
          <Button component={Link} href="/supply-chain">{words.toList}</Button>
          <Button variant="default" component={Link} href="/supply-chain/import">{words.another}</Button>
        </Group>
      </Stack>
    </section>
  );
}
