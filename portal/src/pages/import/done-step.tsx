import { Button, Group, Stack, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { ImportResult } from '../../api/types';
import { CheckCircleIcon } from '../../parts/icons';
import { t } from '../../text';
import { Counts } from './counts';

export function DoneStep({ result, onAnother }: { result: ImportResult; onAnother: () => void }) {
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
          <Button variant="default" onClick={onAnother}>{t.import.another}</Button>
        </Group>
      </Stack>
    </section>
  );
}
