import { Button, Checkbox, Group, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Chosen } from '../../parts/import/file-step';
import { useDeniedHint } from '../../parts/who-may';
import { t } from '../../text';
import { FIELDS, REQUIRED } from './guess';
import { MappingRow } from './mapping-row';
import type { Choices } from './page';

interface Props {
  chosen: Chosen;
  choices: Choices;
  onChange: (choices: Choices) => void;
  onBack: () => void;
  onNext: () => void;
}

export function ColumnsStep({ chosen: { file, sheet }, choices, onChange, onBack, onNext }: Props) {
  const noUpdate = useDeniedHint('product_edit');
  const noBrands = useDeniedHint('brand_create');
  const [isChecked, setChecked] = useState(false);
  const words = t.import;
  const missing = REQUIRED.filter((field) => choices.mapping[field].trim() === '');
  const next = () => {
    setChecked(true);
    if (missing.length === 0) onNext();
  };
  return (
    <section className="cm-panel cm-pad" aria-labelledby="columns-heading">
      <Stack gap="xl">
        <div>
          <Title order={2} id="columns-heading" className="cm-wrap">{words.file(file.name, sheet.rows.length)}</Title>
          <Text c="dimmed" size="sm">{words.columnsLead}</Text>
        </div>
        <div className="cm-mapping">
          {FIELDS.map((field) => (
            <MappingRow
              key={field} field={field} sheet={sheet} value={choices.mapping[field]}
              error={isChecked && missing.includes(field) ? words.needField : null}
              onChange={(value) => onChange({ ...choices, mapping: { ...choices.mapping, [field]: value } })}
            />
          ))}
        </div>
        <Radio.Group
          label={words.existing} value={choices.existing}
          onChange={(existing) => onChange({ ...choices, existing: existing as Choices['existing'] })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="error" label={words.existingError} description={words.existingErrorText} />
            <Radio value="skip" label={words.existingSkip} description={words.existingSkipText} />
            <Radio value="update" label={words.existingUpdate} description={noUpdate ?? words.existingUpdateText} disabled={noUpdate !== undefined} />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={words.createBrands} checked={choices.createBrands} disabled={noBrands !== undefined}
          description={noBrands ?? words.createBrandsText}
          onChange={(event) => onChange({ ...choices, createBrands: event.currentTarget.checked })}
        />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>{words.otherFile}</Button>
          <Button onClick={next}>{words.check}</Button>
        </Group>
      </Stack>
    </section>
  );
}
