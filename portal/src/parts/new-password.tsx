// Choosing a password: twice, with a hint that counts along.

import { PasswordInput, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { t } from '../text';

export const MIN_LENGTH = 15;

interface Props {
  // Only what is needed of the form, so that forms with more fields fit.
  form: Pick<UseFormReturnType<{ password: string; repeat: string }>, 'getInputProps' | 'values'>;
  label?: string;
}

export function passwordErrors(values: { password: string; repeat: string }) {
  return {
    password: characters(values.password) < MIN_LENGTH ? t.password.short : null,
    repeat: values.password === values.repeat ? null : t.password.different,
  };
}

export function NewPassword({ form, label = t.password.label }: Props) {
  const toggle = { 'aria-label': t.common.showPassword };
  return (
    <Stack gap="md">
      <PasswordInput
        label={label} autoComplete="new-password" required withAsterisk={false}
        description={<LengthHint length={characters(form.values.password)} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        visibilityToggleButtonProps={toggle} {...form.getInputProps('password')}
      />
      <PasswordInput
        label={t.password.repeat} autoComplete="new-password" required withAsterisk={false}
        visibilityToggleButtonProps={toggle} {...form.getInputProps('repeat')}
      />
    </Stack>
  );
}

function LengthHint({ length }: { length: number }) {
  const missing = MIN_LENGTH - length;
  return (
    <span className="cm-meter">
      <span aria-hidden="true" className="cm-meter-track">
        <span data-full={missing <= 0} style={{ width: `${Math.min(100, (length / MIN_LENGTH) * 100)}%` }} />
      </span>
      <span aria-live="polite">
        {length === 0 ? t.password.hint : missing > 0 ? t.password.more(missing) : t.password.enough}
      </span>
    </span>
  );
}

// As the server counts: characters, not UTF-16 halves.
const characters = (text: string) => [...text].length;
