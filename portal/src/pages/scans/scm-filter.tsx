// Scans by what the campaign kept about their codes, as of one lot.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { ChoiceFilter, SearchFilter, useFilter } from '../../parts/filters';
import { t } from '../../text';

/** How the address says it: a key may have any name, also that of another filter. */
export const SCM = ['scm_key', 'scm_value'] as const;

export function ScmFilter({ campaign }: { campaign: number }) {
  const [key] = useFilter(SCM[0]);
  const fields = useQuery({ queryKey: ['campaigns', 'scm-fields', campaign], queryFn: () => api.campaigns.scmFields(campaign) });
  const choices = fields.data?.results.map(({ key: name, label }): [string, string] => [name, label]) ?? [];
  if (choices.length === 0 && !key) return null;
  return (
    <>
      <ChoiceFilter name={SCM[0]} label={t.scans.scmKey} all={t.scans.noScmKey} choices={choices} />
      {key && <SearchFilter name={SCM[1]} label={t.scans.scmValue} />}
    </>
  );
}
