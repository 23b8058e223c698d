import { Switch } from '@mantine/core';
import { useFilter } from '../../parts/filters';
import { t } from '../../text';

export function MineFilter() {
  const [mine, setMine] = useFilter('mine');
  return <Switch label={t.jobs.onlyMine} checked={mine === '1'} onChange={(event) => setMine(event.currentTarget.checked ? '1' : null)} />;
}
