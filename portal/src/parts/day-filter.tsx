// From a day, up to a day, in the address of a list.

import { DayPair } from './day-pair';
import { useFilter } from './filters';

interface Props {
  /** In the address it is `<name>_from` and `<name>_to`; without a name `from` and `to`. */
  name?: string;
  label?: string;
}

export function DayFilter({ name, label }: Props) {
  const before = name ? `${name}_` : '';
  const [from, setFrom] = useFilter(`${before}from`);
  const [to, setTo] = useFilter(`${before}to`);
  return <DayPair label={label} from={from || null} to={to || null} onFrom={setFrom} onTo={setTo} />;
}

/** What the API calls a period: `from`, or `from,to`. */
export function periodIn(from?: string, to?: string): string | undefined {
  return to ? `${from ?? ''},${to}` : from || undefined;
}
