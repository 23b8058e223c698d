import { Button, Group, Stack, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { ImportDone } from '../../api/types';
import { CheckCircleIcon } from '../../parts/icons';
import { t } from '../../text';
import { Counts } from './counts';

export function DoneStep({ result }: { result: ImportDone }) {
  return (
    <section className="cm-panel cm-pad" role="status">
      <Stack gap="lg">
        <Group gap="sm">
          <span className="cm-ok"><CheckCircleIcon size={26} /></span>
          <Title order={2}>{t.import.doneTitle}</Title>
        </Group>
        <Counts result={result} words={t.import.doneCounts} />
        <Group>
          <Button component={Link} href="/products">{t.import.toProducts}</Button>
          <Button variant="default" component={Link} href="/products/import">{t.import.another}</Button>
        </Group>
      </Stack>
    </section>
  );
}
