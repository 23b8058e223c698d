// Setting up an authenticator app: scan, then prove it with a code.

import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props { onDone: (codes: string[] | null | undefined) => void; onClose: () => void }

export function TotpSetup({ onDone, onClose }: Props) {
  const secret = useQuery({
    queryKey: ['totp-secret'], queryFn: api.factors.totpBegin,
    // Made once for this dialog, and nowhere kept.
    gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false,
  });
  return (
    <Dialog opened onClose={onClose} title={t.factors.appTitle}>
      <Stack>
        <ProblemAlert error={secret.error} onRetry={() => void secret.refetch()} />
        {secret.data && (
          <>
            <Text size="sm">{t.factors.scan}</Text>
            <svg className="cm-qr" viewBox={`-2 -2 ${secret.data.qr.size + 4} ${secret.data.qr.size + 4}`} role="img" aria-label={t.factors.qr} shapeRendering="crispEdges">
              <path d={secret.data.qr.path} />
            </svg>
            <CopyField label={t.factors.manual} value={inFours(secret.data.secret)} copyLabel={t.factors.copyKey} />
            <CodeForm onDone={onDone} onClose={onClose} />
          </>
        )}
      </Stack>
    </Dialog>
  );
}

function CodeForm({ onDone, onClose }: Props) {
  const form = useForm({
    initialValues: { otp: '' },
    validate: { otp: (code) => (/^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? null : t.factors.sixDigits) },
  });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ otp }) => api.factors.totpConfirm(otp), onSaved: ({ recovery_codes }) => onDone(recovery_codes),
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert {...alert} />
        <TextInput
          label={t.factors.confirmCode} description={t.factors.confirmHint} autoComplete="one-time-code" inputMode="numeric"
          maxLength={9} data-autofocus required withAsterisk={false} {...form.getInputProps('otp')}
        />
        <DialogFoot submit={t.factors.turnOn} isSaving={isSaving} onClose={onClose} />
      </Stack>
    </form>
  );
}

const inFours = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
