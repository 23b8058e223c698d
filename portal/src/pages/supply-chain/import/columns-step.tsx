// Which column names the codes, what the other columns are, and what is done in doubt.

import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Chosen } from '../../../parts/import/file-step';
import { AlertIcon, InfoIcon } from '../../../parts/icons';
import { t } from '../../../text';
import { doubled, written, type Choices } from './choices';
import { ColumnRow } from './column-row';
import { InDoubt } from './in-doubt';
import type { Key } from './keys';
import { Naming } from './naming';

interface Props {
  chosen: Chosen;
  choices: Choices;
  keys: Key[];
  onChange: (choices: Choices) => void;
  onBack: () => void;
  onNext: () => void;
}

export function ColumnsStep({ chosen: { file, sheet }, choices, keys, onChange, onBack, onNext }: Props) {
  const [isChecked, setChecked] = useState(false);
  const words = t.scm.import;
  const twice = doubled(choices);
  const nothing = written(choices).length === 0;
  const others = [...new Set(sheet.header)].filter((name) => name !== '' && name !== choices.column);
  const next = () => {
    setChecked(true);
    if (choices.column !== '' && twice.length === 0 && !nothing) onNext();
  };
  return (
    <section className="cm-panel cm-pad" aria-labelledby="columns-heading">
      <Stack gap="xl">
        <div>
          <Title order={2} id="columns-heading" className="cm-wrap">{t.import.file(file.name, sheet.rows.length)}</Title>
          <Text c="dimmed" size="sm">{words.columnsLead}</Text>
        </div>
        <Naming
          sheet={sheet} choices={choices} keys={keys} onChange={onChange}
          error={isChecked && choices.column === '' ? t.import.needField : null}
        />
        <section aria-labelledby="others-heading">
          <Title order={3} id="others-heading" mb="sm">{words.others}</Title>
          <Stack gap="md">
            {keys.length === 0 && (
              <Alert className="cm-alert" data-tone="quiet" icon={<InfoIcon />} title={words.noKeys}>{words.noKeysText}</Alert>
            )}
            {isChecked && nothing && (
              <Alert role="alert" className="cm-alert" data-tone="bad" icon={<AlertIcon />} title={words.nothingChosen}>{words.nothingChosenText}</Alert>
            )}
            {others.length === 0 && <Text c="dimmed" size="sm">{words.noOthers}</Text>}
            <div className="cm-mapping">
              {others.map((name) => (
                <ColumnRow
                  key={name} name={name} sheet={sheet} keys={keys} by={choices.by} value={choices.targets[name] ?? ''}
                  error={isChecked && twice.includes(name) ? words.twice : null}
                  onChange={(key) => onChange({ ...choices, targets: { ...choices.targets, [name]: key } })}
                />
              ))}
            </div>
          </Stack>
        </section>
        <InDoubt choices={choices} onChange={onChange} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>{t.import.otherFile}</Button>
          <Button onClick={next}>{t.import.check}</Button>
        </Group>
      </Stack>
    </section>
  );
}
