// One field of the product: from which column, or from which text, and what that gives.

import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fill, type Sheet } from '../../parts/import/csv';
import { t } from '../../text';
import { REQUIRED, type Field } from './guess';

interface Props {
  field: Field;
  sheet: Sheet;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

const NONE = '';
// Column names cannot contain this: the parser trims them.
const TEMPLATE = ' template ';

export function MappingRow({ field, sheet, value, error, onChange }: Props) {
  const [isTemplate, setTemplate] = useState(value !== '' && !sheet.header.includes(value));
  const label = t.import.mapped[field];
  const isRequired = REQUIRED.includes(field);
  const choose = (choice: string) => {
    setTemplate(choice === TEMPLATE);
    onChange(choice === TEMPLATE ? (sheet.header.includes(value) ? `{${value}}` : '') : choice);
  };
  const example = value ? fill(value, sheet, sheet.rows[0] ?? []) : '';
  return (
    <div className="cm-mapping-row">
      <NativeSelect
        label={isRequired ? label : `${label} (${t.common.optional})`} error={error}
        value={isTemplate ? TEMPLATE : value} onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value={NONE}>{t.import.notMapped}</option>
        <option value={TEMPLATE}>{t.import.template}</option>
        <optgroup label={t.import.stepColumns}>
          {[...new Set(sheet.header)].filter(Boolean).map((name) => <option key={name} value={name}>{name}</option>)}
        </optgroup>
      </NativeSelect>
      {isTemplate && (
        <TextInput
          label={t.import.templateFor(label)} description={t.import.templateHint} value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      <div className="cm-mapping-example">
        <small>{t.import.example}</small>
        <span className="cm-wrap">{value === '' ? '–' : example || t.import.emptyExample}</span>
      </div>
    </div>
  );
}
