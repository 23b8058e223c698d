import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../../parts/empty';
import { InfoIcon } from '../../parts/icons';
import { Page } from '../../parts/page';
import { t } from '../../text';

export default function NotFound() {
  return (
    <Page title={t.notFound.title}>
      <div className="cm-panel">
        <Empty icon={<InfoIcon />} title={t.notFound.text}>
          <Button component={Link} href="/">{t.notFound.home}</Button>
        </Empty>
      </div>
    </Page>
  );
}
