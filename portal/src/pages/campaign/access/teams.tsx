// The teams that a campaign is limited to.

import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CampaignAccess } from '../../../api/types';
import { Badge } from '../../../parts/badge';
import { ChooseMany } from '../../../parts/choose-many';
import { useMay } from '../../../parts/me';
import { teamSource } from '../../../parts/team-source';
import { t } from '../../../text';

interface Props {
  /** The names that the campaign itself tells. */
  known: CampaignAccess['teams'];
  value?: string[];
  onChange: (value: string[]) => void;
  error?: ReactNode;
}

export function Teams({ known, ...rest }: Props) {
  const w = t.campaign.access;
  const may = useMay();
  if (!may('campaign_edit') || !may('team_view')) {
    return (
      <div>
        <Text size="sm" fw={600} mb={4}>{w.teams}</Text>
        <Group gap="xs">{known.map(({ id, name }) => <Badge key={id} tone="quiet">{name}</Badge>)}</Group>
      </div>
    );
  }
  return (
    <div>
      <ChooseMany from={teamSource} known={known.map(({ id, name }) => ({ id, label: name }))} label={w.teams} description={w.teamsHint} {...rest} />
      {may('team_edit') && <Text size="sm" mt={4}><Anchor component={Link} href="/users?tab=teams" inherit>{w.toTeams}</Anchor></Text>}
    </div>
  );
}
