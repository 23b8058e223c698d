// Making a token: first the form, then the one time that its text is shown.

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Skeleton, Stack } from '@mantine/core';
import { api } from '../../api/calls';
import type { NewUat } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { NewTokenForm } from './new-token-form';
import { NewTokenResult } from './new-token-result';
import './new-token.css';

export default function NewToken({ onClose }: { onClose: () => void }) {
  // The text of the token lives here and nowhere else; it is gone when the dialog is.
  const [made, setMade] = useState<NewUat | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const [isTouched, setTouched] = useState(false);
  const permissions = useQuery({ queryKey: ['permissions'], queryFn: api.permissions });

  if (made) {
    return (
      <Dialog
        opened size="lg" title={t.newToken.doneTitle} closeOnEscape={false}
        onClose={() => setLeaving(true)}
      >
        <NewTokenResult uat={made} isLeaving={isLeaving} onStay={() => setLeaving(false)} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog opened size="lg" title={t.newToken.title} closeOnEscape={!isTouched} onClose={onClose}>
      <ProblemAlert error={permissions.error} onRetry={() => void permissions.refetch()} />
      {permissions.isPending && <Stack><Skeleton height={56} /><Skeleton height={56} /><Skeleton height={240} /></Stack>}
      {permissions.data && <NewTokenForm permissions={permissions.data} onTouched={() => setTouched(true)} onMade={setMade} onCancel={onClose} />}
    </Dialog>
  );
}
