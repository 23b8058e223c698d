// Whether somebody would shut themselves out by limiting a campaign to these teams.

import { api } from '../../../api/calls';
import type { Me } from '../../../api/types';

/** Sees every campaign, whatever its teams. */
const ALWAYS_IN = 'account_admin';

export async function shutsOut({ user, role, permissions }: Me, teams: number[]): Promise<boolean> {
  if (role.name === ALWAYS_IN || !permissions.includes('team_view')) return false;
  const all = await Promise.all(teams.map((team) => api.teams.get(team)));
  return !all.some(({ members }) => members.some(({ id }) => id === user.id));
}
