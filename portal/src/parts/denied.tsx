// An address that the person's role does not open.

import { Stack } from '@mantine/core';
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
        <Empty icon={<AlertIcon />} title={t.problem.notAllowedTitle} text={t.denied.text(anyOf.length, role.label)}>
          <Stack gap="sm" align="center">
            <WhoMay anyOf={anyOf} />
            <span>{t.rights.giver}</span>
          </Stack>
        </Empty>
      </div>
    </Page>
  );
}
