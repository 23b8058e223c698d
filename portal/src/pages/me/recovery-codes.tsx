// The recovery codes, shown once. The dialog does not close before the person has kept them.

import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import { Dialog } from '../../parts/dialog';
import { CopyIcon, DownloadIcon } from '../../parts/icons';
import { t } from '../../text';

export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2500 });
  const [kept, setKept] = useState(false);
  const text = `${t.factors.fileHead}\n\n${codes.join('\n')}\n`;
  return (
    <Dialog opened onClose={onClose} title={t.factors.codesTitle} withCloseButton={false} closeOnEscape={false}>
      <Stack>
        <Text size="sm">{t.factors.codesLead}</Text>
        <ul className="cm-recovery cm-mono" aria-label={t.factors.codes}>
          {codes.map((code) => <li key={code}>{code}</li>)}
        </ul>
        <Group gap="xs" className="cm-no-print">
          <Button variant="default" size="xs" leftSection={<CopyIcon size={16} />} onClick={() => clipboard.copy(text)}>
            {clipboard.copied ? t.common.copied : t.factors.copyCodes}
          </Button>
          <Button
            component="a" variant="default" size="xs" leftSection={<DownloadIcon size={16} />}
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="countermark-recovery-codes.txt"
          >
            {t.factors.download}
          </Button>
          <Button variant="default" size="xs" onClick={() => window.print()}>{t.factors.print}</Button>
        </Group>
        <Alert className="cm-alert cm-no-print" data-tone="warn">{t.factors.codesOnce}</Alert>
        <Checkbox className="cm-no-print" label={t.factors.kept} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        <Group justify="flex-end" className="cm-no-print">
          <Button disabled={!kept} onClick={onClose}>{t.common.done}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
