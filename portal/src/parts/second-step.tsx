// The second step of a sign-in: a code, or a passkey. It shows itself once the server has asked.

import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../api/problem';
import type { Challenge, PasskeyAnswer } from '../api/types';
import { t } from '../text';
import { KeyIcon } from './icons';
import { askPasskey, hasPasskeys, wasCancelled } from './webauthn';

export interface Asked { factors: string[]; passkey?: Challenge }

/** What the server asks for, when that is why it said no. */
export function askedBy(error: unknown): Asked | null {
  if (!(error instanceof Problem) || error.code !== 'otp_required') return null;
  const { factors, passkey } = error.body as { factors?: string[]; passkey?: Challenge };
  return { factors: factors ?? ['totp'], passkey };
}

interface Props {
  asked: Asked;
  input: React.ComponentProps<typeof TextInput>;
  onPasskey: (answer: PasskeyAnswer) => void;
}

export function SecondStep({ asked, input, onPasskey }: Props) {
  const hasApp = asked.factors.includes('totp');
  return (
    <Stack>
      {asked.passkey && hasPasskeys() && <PasskeyButton challenge={asked.passkey} onAnswer={onPasskey} />}
      <TextInput
        label={hasApp ? t.secondStep.code : t.secondStep.recoveryCode}
        description={hasApp ? t.secondStep.codeHint : t.secondStep.recoveryHint}
        autoComplete="one-time-code" inputMode={hasApp ? 'text' : undefined} spellCheck={false} maxLength={64}
        data-autofocus required withAsterisk={false} {...input}
      />
    </Stack>
  );
}

function PasskeyButton({ challenge, onAnswer }: { challenge: Challenge; onAnswer: (answer: PasskeyAnswer) => void }) {
  const [failed, setFailed] = useState(false);
  const ask = () => askPasskey(challenge).then(onAnswer, (error) => setFailed(!wasCancelled(error)));
  return (
    <div>
      <Button variant="default" fullWidth leftSection={<KeyIcon />} onClick={() => void ask()}>{t.secondStep.usePasskey}</Button>
      {failed && <Text size="sm" mt={4} role="alert">{t.secondStep.passkeyFailed}</Text>}
    </div>
  );
}
