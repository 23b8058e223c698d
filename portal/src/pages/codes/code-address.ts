// Which codes a list shows, as the address has it, and as the API wants it.

import type { Given } from '../../api/query-address';
import { periodIn } from '../../parts/day-filter';
import { useListAddress, type ListAddress } from '../../parts/list-address';
import { SCM } from '../scans/scm-filter';

/** A period has two ends in the address, so that each can be changed alone. */
const PERIODS = ['activated_at', 'updated_at'] as const;
const ENDS = PERIODS.flatMap((name) => [`${name}_from`, `${name}_to`]);

/** Those that are one step away, behind a button. */
export const MORE = ['brands', 'blacklisted', 'activated_by', ...ENDS] as const;

const FILTERS = ['search', 'status', 'products', 'campaign', 'workorder', 'extended_id', 'serial_number', ...SCM, ...MORE];

export function useCodeAddress(): ListAddress {
  const address = useListAddress({ filters: FILTERS, sorts: ['creation_date'], usual: '-creation_date' });
  return { ...address, filter: asked(address.filter), params: asked(address.params) };
}

/** `from,to`, either of which may be missing; and the key of supply-chain data is the name of a filter. */
export function asked({ scm_key: key, scm_value: value, ...others }: Given): Given {
  const given = Object.entries(others).filter(([name]) => !ENDS.includes(name));
  const periods = PERIODS.map((name) => [name, periodIn(others[`${name}_from`], others[`${name}_to`])]);
  return { ...Object.fromEntries([...given, ...periods]), ...(key && value ? { [`scm_${key}`]: value } : {}) };
}
