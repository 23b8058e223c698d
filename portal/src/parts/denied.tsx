// An address that the person's role does not open.

import { t } from '../text';
import { Empty } from './empty';
import { AlertIcon } from './icons';
import { useMe } from './me';
import { Page } from './page';

export function Denied({ permission }: { permission: string }) {
  const { role } = useMe();
  return (
    <Page title={t.denied.title}>
      <div className="cm-panel">
        <Empty icon={<AlertIcon />} title={t.problem.notAllowedTitle} text={t.denied.text(permission, role.label)} />
      </div>
    </Page>
  );
}
