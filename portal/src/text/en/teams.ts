// Teams: people, and the campaigns that are open to them.

import { n, s } from './count';

export const teams = {
  tab: 'Teams',
  create: 'Create a team',
  search: 'Search teams',
  caption: 'Teams',
  columns: { name: 'Team', members: 'Members', campaigns: 'Campaigns', created: 'Created', actions: 'Actions' },
  none: 'None',
  more: (count: number) => `${n(count)} more`,
  empty: 'No teams yet',
  emptyText: 'A team opens campaigns to its members. Make one, then limit a campaign to it.',
  name: 'Name',
  members: 'Members',
  campaigns: 'Campaigns',
  campaignsHint: 'A campaign is limited to its teams only if its page says so under Access.',
  createTitle: 'Create a team',
  editTitle: (name: string) => `Edit ${name}`,
  saved: (name: string) => `${name} is saved.`,
  removeTitle: (name: string) => `Delete the team ${name}?`,
  removeText: (members: number, campaigns: number) => {
    const people = `Its ${n(members)} member${s(members)} stay${members === 1 ? 's' : ''} in the company.`;
    const open = campaigns === 0 ? '' : ' A campaign that is limited to it stays limited: members who are in no other team of it see it no more.';
    return `${people}${open} This cannot be undone.`;
  },
  removed: (name: string) => `The team ${name} is deleted.`,
  choose: {
    any: 'None yet: type to search',
    none: 'Your company has no teams yet',
    clear: 'Clear the teams',
    unnamed: (id: number) => `Team ${id}`,
  },
  chooseCampaigns: {
    any: 'None yet: type to search',
    none: 'There are no campaigns yet',
    clear: 'Clear the campaigns',
    unnamed: (id: number) => `Campaign ${id}`,
  },
};
