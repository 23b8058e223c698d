// By what each row names its codes, and which column holds that.

import { NativeSelect, Title } from '@mantine/core';
import type { Sheet } from '../../../parts/import/csv';
import { t } from '../../../text';
import { namedBy, type Choices } from './choices';
import { Example } from './example';
import { keyWords, NAMING, optionWords, type Key } from './keys';

interface Props {
  sheet: Sheet;
  choices: Choices;
  keys: Key[];
  error: string | null;
  onChange: (choices: Choices) => void;
}

export function Naming({ sheet, choices, keys, error, onChange }: Props) {
  const words = t.scm.import;
  const columns = [...new Set(sheet.header)].filter(Boolean);
  return (
    <section aria-labelledby="naming-heading">
      <Title order={3} id="naming-heading" mb="sm">{words.naming}</Title>
      <div className="cm-mapping">
        <NativeSelect
          label={words.by} description={words.byHint} maw="34rem" value={choices.by}
          onChange={(event) => onChange(namedBy(choices, event.currentTarget.value, sheet.header, keys))}
        >
          {NAMING.map((key) => <option key={key} value={key}>{keyWords(keys, key)}</option>)}
          {keys.length > 0 && (
            <optgroup label={words.keysGroup}>
              {keys.map((key) => <option key={key.key} value={key.key}>{optionWords(key)}</option>)}
            </optgroup>
          )}
        </NativeSelect>
        <div className="cm-mapping-row">
          <NativeSelect
            label={words.byColumn} error={error} value={choices.column}
            onChange={(event) => onChange({ ...choices, column: event.currentTarget.value })}
          >
            <option value="">{words.chooseColumn}</option>
            {columns.map((name) => <option key={name} value={name}>{name}</option>)}
          </NativeSelect>
          <Example sheet={sheet} name={choices.column} />
        </div>
      </div>
    </section>
  );
}
