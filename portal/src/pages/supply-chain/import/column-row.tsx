// One column of the file, and the key that its cells are written to.

import { NativeSelect } from '@mantine/core';
import type { Sheet } from '../../../parts/import/csv';
import { t } from '../../../text';
import { Example } from './example';
import { keyWords, OF_CODE, optionWords, type Key } from './keys';

interface Props {
  name: string;
  sheet: Sheet;
  keys: Key[];
  /** The key that names the codes: it is not written. */
  by: string;
  value: string;
  error: string | null;
  onChange: (key: string) => void;
}

export function ColumnRow({ name, sheet, keys, by, value, error, onChange }: Props) {
  const words = t.scm.import;
  return (
    <div className="cm-mapping-row">
      <NativeSelect
        label={<span className="cm-wrap">{name}</span>} error={error} value={value === by ? '' : value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{words.unused}</option>
        {keys.length > 0 && (
          <optgroup label={words.keysGroup}>
            {keys.filter(({ key }) => key !== by).map((key) => <option key={key.key} value={key.key}>{optionWords(key)}</option>)}
          </optgroup>
        )}
        <optgroup label={words.codeGroup}>
          {OF_CODE.filter((key) => key !== by).map((key) => <option key={key} value={key}>{keyWords(keys, key)}</option>)}
        </optgroup>
      </NativeSelect>
      <Example sheet={sheet} name={name} />
    </div>
  );
}
