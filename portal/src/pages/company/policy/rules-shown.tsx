// The rules as everybody in the company may read them.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Rules } from '../../../api/types';
import { Facts } from '../../../parts/facts';
import { t } from '../../../text';
import { changed, MEMBERS, valueWords } from './words';
import './policy.css';

/** What a permission is called, once the catalogue is there. */
function useLabels(): (permission: string) => string {
  const { data } = useQuery({ queryKey: ['permissions'], queryFn: api.permissions });
  return (permission) => data?.results.find(({ name }) => name === permission)?.label ?? permission;
}

export function RulesShown({ rules }: { rules: Rules }) {
  const label = useLabels();
  return (
    <div className="cm-policy-rules">
      <Facts facts={MEMBERS.map((member) => [t.policy.members[member], valueWords(rules, member, label)])} />
    </div>
  );
}

/** Only what differs: from what to what. */
export function ChangesShown({ before, after }: { before: Rules; after: Rules }) {
  const label = useLabels();
  return (
    <ul className="cm-policy-changes">
      {changed(before, after).map((member) => (
        <li key={member} className="cm-wrap">
          {t.common.pair(t.policy.members[member], '')}<span>{valueWords(before, member, label)} → </span>
          <strong>{valueWords(after, member, label)}</strong>
        </li>
      ))}
    </ul>
  );
}
