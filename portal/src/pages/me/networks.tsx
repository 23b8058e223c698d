// Where a token may be used from, as fields of a form and as words.

import { Radio, Stack, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { t } from '../../text';
import { TokenLimit } from './token-limits';

/** The part of a form's values that these fields stand for. */
export interface NetworksValues { networks: string; network_mode: string }

/** One entry a line; commas divide, too, for lists that are pasted. */
export const networksOf = (text: string): string[] => text.split(/[\n,;]/).map((entry) => entry.trim()).filter(Boolean);

export function NetworksFields<Values extends NetworksValues>({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <Stack gap="md">
      <Textarea
        label={t.networks.list} description={t.networks.listHint} placeholder={t.networks.listExample}
        // A long dialog ends below the field: what is wrong is said above it.
        inputWrapperOrder={['label', 'description', 'error', 'input']}
        autosize minRows={3} maxRows={10} spellCheck={false} autoCapitalize="off" autoComplete="off"
        classNames={{ input: 'cm-mono' }} {...form.getInputProps('networks')}
      />
      <Radio.Group label={t.networks.mode} {...form.getInputProps('network_mode')}>
        <Stack gap={10} mt="sm">
          {(['enforce', 'observe'] as const).map((mode) => (
            <Radio key={mode} value={mode} label={t.networks.modes[mode]} description={t.networks.modeTexts[mode]} />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}

/** The same in the dialog of a new token, closed at first. */
export function NetworksLimit<Values extends NetworksValues>({ form }: { form: UseFormReturnType<Values> }) {
  const { networks, network_mode: mode } = form.values;
  const count = networksOf(networks).length;
  const isWatched = mode === 'observe';
  return (
    <TokenLimit
      title={t.networks.title} error={form.errors.networks}
      summary={count === 0 && !isWatched ? t.networks.anywhere : t.networks.chosen(count, isWatched)}
    >
      <NetworksFields form={form} />
    </TokenLimit>
  );
}
