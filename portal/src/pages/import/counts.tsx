import { Text } from '@mantine/core';
import type { ImportDone } from '../../api/types';
import { Counts as Numbers } from '../../parts/import/counts';
import { t } from '../../text';

const KEYS = ['rows', 'created', 'updated', 'skipped', 'continued'] as const;

interface Props { result: ImportDone; words: Record<(typeof KEYS)[number], string> }

export function Counts({ result, words }: Props) {
  const shown = KEYS.filter((key) => key === 'rows' || key === 'created' || result[key] > 0);
  return (
    <div>
      <Numbers counts={shown.map((key) => [words[key], result[key]])} />
      {result.continued > 0 && <Text size="sm" c="dimmed" mt="xs">{t.common.pair(words.continued, t.import.continuedHint)}</Text>}
      {result.brands_created.length > 0 && (
        <Text size="sm" mt="xs" className="cm-wrap">
          {t.common.pair(t.import.brandsToCreate(result.brands_created.length), result.brands_created.join(', '))}
        </Text>
      )}
    </div>
  );
}
