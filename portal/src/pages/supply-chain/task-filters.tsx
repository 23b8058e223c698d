import { NativeSelect } from '@mantine/core';
import { Filters, useFilter } from '../../parts/filters';
import type { ListAddress } from '../../parts/list-address';
import { t } from '../../text';

const options = (all: string, words: Record<string, string>) => [
  { value: '', label: all }, ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

export function TaskFilters({ address }: { address: ListAddress }) {
  const [state, setState] = useFilter('state');
  const [source, setSource] = useFilter('source');
  return (
    <Filters address={address}>
      <NativeSelect
        aria-label={t.scm.columns.state} value={state} data={options(t.scm.allStates, t.scm.states)}
        onChange={(event) => setState(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={t.scm.source} value={source} data={options(t.scm.allSources, t.scm.sources)}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
    </Filters>
  );
}
