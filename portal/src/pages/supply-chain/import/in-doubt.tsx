// What a blank cell means, and what is done with a row whose code is not there.

import { Radio, Stack } from '@mantine/core';
import { t } from '../../../text';
import type { Choices } from './choices';

interface Props { choices: Choices; onChange: (choices: Choices) => void }

export function InDoubt({ choices, onChange }: Props) {
  const words = t.scm.import;
  return (
    <>
      <Radio.Group label={words.blank} value={choices.blank} onChange={(blank) => onChange({ ...choices, blank: blank as Choices['blank'] })}>
        <Stack gap="xs" mt="xs">
          <Radio value="keep" label={words.blankKeep} description={words.blankKeepText} />
          <Radio value="clear" label={words.blankClear} description={words.blankClearText} />
        </Stack>
      </Radio.Group>
      <Radio.Group label={words.unknown} value={choices.unknown} onChange={(unknown) => onChange({ ...choices, unknown: unknown as Choices['unknown'] })}>
        <Stack gap="xs" mt="xs">
          <Radio value="error" label={words.unknownError} description={words.unknownErrorText} />
          <Radio value="skip" label={words.unknownSkip} description={words.unknownSkipText} />
        </Stack>
      </Radio.Group>
    </>
  );
}
