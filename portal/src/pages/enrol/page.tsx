// Somebody who has to set up a second factor before anything else can be done.

import { Button, Group, Text } from '@mantine/core';
import { Door } from '../../parts/door';
import { useMe } from '../../parts/me';
import { PasswordPrompt } from '../../parts/password-prompt';
import { useSignOut } from '../../parts/use-sign-out';
import { t } from '../../text';
import { SecondFactor } from '../me/second-factor';

export default function Enrol() {
  const { company, user, second_factor: factor } = useMe();
  const signOut = useSignOut();
  return (
    <>
      <Door title={t.enrol.title} lead={factor?.is_required ? t.enrol.lead(company.name) : t.enrol.leadShort}>
        <SecondFactor />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" className="cm-wrap">{t.enrol.as(user.email)}</Text>
          <Button variant="subtle" size="compact-sm" className="cm-text-button" onClick={signOut}>{t.menu.signOut}</Button>
        </Group>
      </Door>
      <PasswordPrompt />
    </>
  );
}
