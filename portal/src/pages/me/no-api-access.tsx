// For roles that cannot make tokens: why, and what would help.

import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { roleName } from '../../api/served';
import { Empty } from '../../parts/empty';
import { KeyIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { t } from '../../text';

export function NoApiAccess() {
  const { role } = useMe();
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  const whoHas = roles.data?.results
    .filter(({ permissions }) => permissions.includes('api_access'))
    .map(({ label }) => label)
    .join(', ');
  return (
    <Panel title={<span className="cm-caps">{t.tokens.heading}</span>}>
      <Empty
        icon={<KeyIcon />} title={t.tokens.noAccess(roleName(role))}
        text={whoHas ? t.tokens.whoHas(whoHas) : undefined}
      />
    </Panel>
  );
}
