import { Text } from '@mantine/core';
import type { ImportResult } from '../../api/types';
import { t } from '../../text';

const KEYS = ['rows', 'created', 'updated', 'skipped', 'continued'] as const;

interface Props { result: ImportResult; words: Record<(typeof KEYS)[number], string> }

export function Counts({ result, words }: Props) {
  return (
    <div>
      <dl className="cm-counts">
        {KEYS.filter((key) => key === 'rows' || key === 'created' || result[key] > 0).map((key) => (
          <div key={key}>
            <dt>{words[key]}</dt>
            <dd>{result[key].toLocaleString(t.language)}</dd>
          </div>
        ))}
      </dl>
      {result.continued > 0 && <Text size="sm" c="dimmed" mt="xs">{words.continued}: {t.import.continuedHint}</Text>}
      {result.brands_created.length > 0 && (
        <Text size="sm" mt="xs" className="cm-wrap">
          {t.import.brandsToCreate(result.brands_created.length)}: {result.brands_created.join(', ')}
        </Text>
      )}
    </div>
  );
}
