// Has anybody tampered with the log? The server recomputes the chain; here its answer is put in words.

import { Alert, Button, Collapse, FileButton, Group, Progress, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import type { AuditChecked } from '../../api/types';
import { timeWords } from '../../parts/dates';
import { Facts } from '../../parts/facts';
import { AlertIcon, CheckCircleIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { linesIn } from './lines-in';
import './check.css';

const c = t.activity.check;

/** `withKept`: what was kept is asked for at once. */
export function CheckTheLog({ withKept = false }: { withKept?: boolean }) {
  const [kept, setKept] = useState('');
  const [taken, setTaken] = useState('');
  const [isOpen, setOpen] = useState(withKept);
  const take = async (file: File | null) => {
    if (!file) return;
    const lines = linesIn(await file.text());
    if (lines.length > 0) setKept(lines.join('\n'));
    setTaken(t.checkpoints.fileTaken(lines.length, file.name));
  };
  const check = useMutation({
    mutationFn: () => api.audit.check(kept.trim() ? { checkpoints: kept } : {}), gcTime: 0,
  });
  // Stands beside the field, not above it all.
  const refused = check.error instanceof Problem ? check.error.fields.checkpoints : undefined;
  return (
    <Panel title={c.title} lead={c.lead}>
      <Stack gap="md">
        <Group gap="sm">
          <Button loading={check.isPending} onClick={() => check.mutate()}>{c.run}</Button>
          <Button variant="subtle" aria-expanded={isOpen || !!refused} onClick={() => setOpen(!isOpen)}>{c.kept}</Button>
        </Group>
        <Collapse expanded={isOpen || !!refused}>
          <Textarea
            label={c.keptLabel} description={c.keptHint} value={kept} rows={3} error={refused}
            onChange={(event) => setKept(event.currentTarget.value)}
          />
          <Group gap="sm" mt="xs">
            <FileButton onChange={(file) => void take(file)}>
              {(props) => <Button {...props} variant="default" size="xs">{t.checkpoints.file}</Button>}
            </FileButton>
            <Text size="sm" c="dimmed" role="status">{taken}</Text>
          </Group>
        </Collapse>
        <div role="status" className="cm-check-said">
          {check.isPending && (
            <Stack gap={6}>
              <Text size="sm">{c.running}</Text>
              <Progress value={100} animated aria-label={c.running} />
            </Stack>
          )}
          {check.data && <Result checked={check.data} />}
        </div>
        {!refused && <ProblemAlert error={check.error} onRetry={() => check.mutate()} />}
      </Stack>
    </Panel>
  );
}

function Result({ checked }: { checked: AuditChecked }) {
  const { company } = useMe();
  const { ok, finding, entries, last, kept, last_checkpoint: signed } = checked;
  return (
    <Alert
      className="cm-alert" data-tone={ok ? 'ok' : 'bad'} icon={ok ? <CheckCircleIcon /> : <AlertIcon />}
      title={finding ? c.bad(finding.position) : c.good}
    >
      <Stack gap="sm">
        {finding && (
          <div>
            <Text size="sm">{c.wrong[finding.wrong] ?? finding.wrong}</Text>
            <Text size="sm" className="cm-wrap">{c.said(finding.detail)}</Text>
            <Text size="sm" mt={6}>{c.whatNow}</Text>
          </div>
        )}
        <Facts facts={[
          [c.entries, c.range(entries, last)],
          [c.signed, signed ? c.signedAt(signed.position, timeWords(signed.at, company.time_zone)) : c.unsigned],
          ...(signed ? [
            [c.key, <code key="key" className="cm-mono">{signed.key}</code>],
            // Not of a log that is wrong: what was signed of it may be wrong, too.
            ...(ok ? [[c.line, <code key="line" className="cm-mono">{signed.text}</code>]] : []),
          ] as [string, React.ReactNode][] : []),
          ...(kept > 0 ? [[c.compared, c.keptCount(kept)]] as [string, string][] : []),
        ]} />
      </Stack>
    </Alert>
  );
}
