// Above a list that somebody may look at and not change: that it is so, and who can.

import { Alert } from '@mantine/core';
import { t } from '../text';
import { useMay } from './me';
import { useReadOnlyWords } from './who-may';

interface Props {
  /** What changes the list; any of it is enough not to be told. */
  needs: readonly string[];
  /** How many rows there are: of none the list itself says it. */
  count: number | undefined;
}

export function ReadOnly({ needs, count }: Props) {
  const may = useMay();
  return count && !may(...needs) ? <Note needs={needs} /> : null;
}

function Note({ needs }: { needs: readonly string[] }) {
  return <Alert className="cm-alert" data-tone="quiet" title={t.rights.readOnlyTitle}>{useReadOnlyWords(needs)}</Alert>;
}
