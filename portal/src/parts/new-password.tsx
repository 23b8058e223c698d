// Choosing a password: twice, with a hint that counts along.

import { PasswordInput, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { t } from '../text';

export const MIN_LENGTH = 15;

interface Props {
  // Only what is needed of the form, so that forms with more fields fit.
  form: Pick<UseFormReturnType<{ password: string; repeat: string }>, 'getInputProps' | 'values'>;
  label?: string;
  min?: number;
}

/** Beside a second factor a shorter one does. */
export const MIN_LENGTH_BESIDE = 8;

export function passwordErrors(values: { password: string; repeat: string }, min = MIN_LENGTH) {
  return {
    password: characters(values.password) < min ? t.password.short(min) : null,
    repeat: values.password === values.repeat ? null : t.password.different,
  };
}

export function NewPassword({ form, label = t.password.label, min = MIN_LENGTH }: Props) {
  const toggle = { 'aria-label': t.common.showPassword };
  return (
    <Stack gap="md">
      <PasswordInput
        label={label} autoComplete="new-password" required withAsterisk={false}
        description={<LengthHint length={characters(form.values.password)} min={min} />}
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

function LengthHint({ length, min }: { length: number; min: number }) {
  const missing = min - length;
  return (
    <span className="cm-meter">
      <span aria-hidden="true" className="cm-meter-track">
        <span data-full={missing <= 0} style={{ width: `${Math.min(100, (length / min) * 100)}%` }} />
      </span>
      <span aria-live="polite">
        {length === 0 ? t.password.hint(min) : missing > 0 ? t.password.more(missing) : t.password.enough}
      </span>
    </span>
  );
}

// As the server counts: characters, not UTF-16 halves.
const characters = (text: string) => [...text].length;
