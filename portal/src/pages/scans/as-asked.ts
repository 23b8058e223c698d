// The filters of the address as the API wants them, the newest scans first.

import type { Given } from '../../api/query-address';

/** A key of supply-chain data may be called `country`: the API's own filter has another name. */
export function asAsked({ scm_key: key, scm_value: value, country, ...others }: Given): Given {
  const ofScm = key && value ? { [key]: value } : {};
  return { ...ofScm, ...others, 'location.country': country, page_mode: 'newest' };
}
