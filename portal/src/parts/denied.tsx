// An address that the person's role does not open.

import { Stack, Text } from '@mantine/core';
import { roleName } from '../api/served';
import { t } from '../text';
import { Empty } from './empty';
import { AlertIcon } from './icons';
import { useMe } from './me';
import { Page } from './page';
import { WhoMay } from './who-may';

export function Denied({ anyOf }: { anyOf: readonly string[] }) {
  const { role } = useMe();
  return (
    <Page title={t.denied.title}>
      <div className="cm-panel">
        <Empty icon={<AlertIcon />} title={t.denied.text(anyOf.length, roleName(role))}>
          <Stack gap="md" align="center" maw="60ch">
            <WhoMay anyOf={anyOf} />
            <Text size="sm">{t.rights.giver}</Text>
          </Stack>
        </Empty>
      </div>
    </Page>
  );
}
