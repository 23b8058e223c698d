// Replacing a token: how long the old one goes on, then the one time that the new text is shown.

import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { NewUat, Uat } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { useMe } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { NewTokenResult } from '../me/new-token-result';
import { UatSummary } from '../me/summary-line';
import { successorOf } from './successor';
import '../me/new-token.css';

const OVERLAPS = ['now', '1h', '24h', '7d'] as const;

export default function RotateToken({ uat, onClose }: { uat: Uat; onClose: () => void }) {
  // The text of the token lives here and nowhere else; it is gone when the dialog is.
  const [made, setMade] = useState<NewUat | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  if (made) {
    return (
      <Dialog opened size="lg" title={t.newToken.doneTitle} closeOnEscape={false} onClose={() => setLeaving(true)}>
        <NewTokenResult uat={made} isLeaving={isLeaving} onStay={() => setLeaving(false)} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog opened title={t.token.rotateTitle(uat.name)} onClose={onClose}>
      <RotateForm uat={uat} onMade={setMade} onCancel={onClose} />
    </Dialog>
  );
}

interface FormProps { uat: Uat; onMade: (uat: NewUat) => void; onCancel: () => void }

function RotateForm({ uat, onMade, onCancel }: FormProps) {
  // An answer that gets lost is asked for again under the same key: one token, whatever happens.
  const [key, setKey] = useState(newKey);
  const form = useForm({ initialValues: { overlap: '24h' } });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ overlap }) => api.uats.rotate(uat.id, { overlap }, key),
    onSaved: onMade,
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t.token.rotateLead}</Text>
        <ProblemAlert {...alert} />
        <Radio.Group
          label={t.token.overlap} description={t.token.overlapHint} value={form.values.overlap}
          onChange={(value) => {
            form.setFieldValue('overlap', value);
            setKey(newKey());
          }}
        >
          <Stack gap={10} mt="sm">
            {OVERLAPS.map((value) => (
              <Radio key={value} value={value} label={t.token.overlaps[value]} description={t.token.overlapTexts[value]} />
            ))}
          </Stack>
        </Radio.Group>
        <Rotated uat={uat} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>{t.common.cancel}</Button>
          <Button type="submit" loading={isSaving}>{t.token.rotate}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the new one will be able to do, and until when. */
function Rotated({ uat }: { uat: Uat }) {
  const { company } = useMe();
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: 600_000 });
  return permissions.data ? <UatSummary uat={uat} {...successorOf(uat, permissions.data, company.time_zone)} /> : null;
}

// Not randomUUID: that one is missing where a server is tried over plain http.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
