// What the codes are made with, which column has their ids, and what the others hold.

import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Chosen } from '../../../../parts/import/file-step';
import { t } from '../../../../text';
import { ColumnRow } from '../../../supply-chain/import/column-row';
import { Example } from '../../../supply-chain/import/example';
import type { Key } from '../../../supply-chain/import/keys';
import { ScmDataInput } from '../../scm-data-input';
import { doubled, type Choices } from './mapping';
import { WithTemplate } from './with-template';

interface Props {
  chosen: Chosen;
  choices: Choices;
  keys: Key[];
  onChange: (choices: Choices) => void;
  onBack: () => void;
  onNext: () => void;
}

export function ColumnsStep({ chosen: { file, sheet, isWhole }, choices, keys, onChange, onBack, onNext }: Props) {
  const [isChecked, setChecked] = useState(false);
  const words = t.ingestions.new;
  const twice = doubled(choices);
  const columns = [...new Set(sheet.header)].filter(Boolean);
  const others = columns.filter((name) => name !== choices.column);
  const next = () => {
    setChecked(true);
    if (choices.template && choices.column && twice.length === 0) onNext();
  };
  return (
    <section className="cm-panel cm-pad" aria-labelledby="columns-heading">
      <Stack gap="xl">
        <div>
          <Title order={2} id="columns-heading" className="cm-wrap">
            {isWhole ? words.file(file.name, sheet.rows.length) : words.largeFile(file.name, file.size)}
          </Title>
          <Text c="dimmed" size="sm">{words.columnsLead}</Text>
        </div>
        <WithTemplate
          value={choices.template} onChange={(template) => onChange({ ...choices, template })}
          error={isChecked && !choices.template ? words.needTemplate : null}
        />
        <div className="cm-mapping">
          <div className="cm-mapping-row">
            <NativeSelect
              label={words.id} error={isChecked && !choices.column ? words.needId : null} value={choices.column}
              onChange={(event) => onChange({ ...choices, column: event.currentTarget.value })}
            >
              <option value="">{t.scm.import.chooseColumn}</option>
              {columns.map((name) => <option key={name} value={name}>{name}</option>)}
            </NativeSelect>
            <Example sheet={sheet} name={choices.column} />
          </div>
          <Text size="sm" c="dimmed">{words.idHint}</Text>
        </div>
        <section aria-labelledby="others-heading">
          <Title order={3} id="others-heading" mb="sm">{t.scm.import.others}</Title>
          {others.length === 0 && <Text c="dimmed" size="sm">{t.scm.import.noOthers}</Text>}
          <div className="cm-mapping">
            {others.map((name) => (
              <ColumnRow
                key={name} name={name} sheet={sheet} keys={keys} by="id" value={choices.targets[name] ?? ''}
                error={isChecked && twice.includes(name) ? t.scm.import.twice : null}
                onChange={(key) => onChange({ ...choices, targets: { ...choices.targets, [name]: key } })}
              />
            ))}
          </div>
        </section>
        <ScmDataInput label={words.data} hint={words.dataHint} value={choices.data} onChange={(data) => onChange({ ...choices, data })} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>{t.import.otherFile}</Button>
          <Button onClick={next}>{words.submit}</Button>
        </Group>
      </Stack>
    </section>
  );
}
