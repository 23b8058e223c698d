// The people of the company, and the teams that open campaigns to them.

import { useMay } from '../../parts/me';
import { Page } from '../../parts/page';
import { UrlTabs, type UrlTab } from '../../parts/url-tabs';
import { t } from '../../text';
import { RolesTab } from './roles/tab';
import { TeamsTab } from './teams/tab';
import { UsersTab } from './users-tab';

export default function UsersAndTeams() {
  const may = useMay();
  const tabs: (UrlTab | false)[] = [
    may('user_view') && { name: 'users', label: t.users.tab, panel: () => <UsersTab /> },
    may('team_view') && { name: 'teams', label: t.teams.tab, panel: () => <TeamsTab /> },
    { name: 'roles', label: t.roles.tab, panel: () => <RolesTab /> },
  ];
  return (
    <Page title={t.users.title} lead={t.users.lead}>
      <UrlTabs label={t.users.title} tabs={tabs.filter((tab) => tab !== false)} />
    </Page>
  );
}
