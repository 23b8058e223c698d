import { useQuery } from '@tanstack/react-query';
import { Anchor, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/calls';
import { roleName } from '../../api/served';
import { SignOutIcon } from '../../parts/icons';
import { fullName, useMay, useMe } from '../../parts/me';
import { Page, Panel } from '../../parts/page';
import { Facts } from '../../parts/facts';
import { useSignOut } from '../../parts/use-sign-out';
import { t } from '../../text';
import { ChangeEmail } from './change-email';
import { ChangePassword } from './change-password';
import { NoApiAccess } from './no-api-access';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { Tokens } from './tokens';

export default function Profile() {
  const { user, role } = useMe();
  const may = useMay();
  const signOut = useSignOut();
  const [isChanging, setChanging] = useState(false);
  const roles = useQuery({ queryKey: ['roles'], queryFn: api.roles, staleTime: 600_000 });
  const description = roles.data?.results.find(({ name }) => name === role.name)?.description;
  return (
    <Page
      title={fullName(user)} lead={t.me.title}
      actions={<Button variant="default" leftSection={<SignOutIcon />} onClick={signOut}>{t.menu.signOut}</Button>}
    >
      {may('api_access') ? <Tokens /> : <NoApiAccess />}
      <div className="cm-me-columns">
        <Stack gap="lg">
          <Panel title={t.me.detailsTitle}>
            <Facts
              facts={[
                [t.me.name, fullName(user)],
                [t.me.email, <>
                  {user.email}<br />
                  <Anchor component="button" type="button" size="sm" onClick={() => setChanging(true)}>{t.me.emailChange}</Anchor>
                </>],
                [t.me.role, <>{roleName(role)}<br /><small>{description ?? '\u00a0'}</small></>],
              ]}
            />
          </Panel>
          <Panel title={t.me.passwordTitle} lead={t.me.passwordLead}>
            <ChangePassword />
          </Panel>
        </Stack>
        <Stack gap="lg">
          <SecondFactor />
          <Sessions />
        </Stack>
      </div>
      {isChanging && <ChangeEmail onClose={() => setChanging(false)} />}
    </Page>
  );
}
