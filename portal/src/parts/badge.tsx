// A state in words, with a shape of its own: colour alone says nothing to many people.

import type { ReactNode } from 'react';
import { ArchiveIcon, CheckCircleIcon, ClockIcon, CrossCircleIcon, DashCircleIcon, MailIcon, SwapIcon } from './icons';

export type Tone = 'ok' | 'warn' | 'bad' | 'quiet' | 'accent';

export function Badge({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return <span className="cm-badge" data-tone={tone}>{icon}{children}</span>;
}

const states: Record<string, [Tone, ReactNode]> = {
  active: ['ok', <CheckCircleIcon size={14} />],
  expired: ['quiet', <ClockIcon size={14} />],
  revoked: ['bad', <CrossCircleIcon size={14} />],
  superseded: ['quiet', <SwapIcon size={14} />],
  invited: ['warn', <MailIcon size={14} />],
  archived: ['quiet', <ArchiveIcon size={14} />],
  uploading: ['quiet', <ClockIcon size={14} />],
  pending: ['quiet', <ClockIcon size={14} />],
  'in-progress': ['accent', <ClockIcon size={14} />],
  complete: ['ok', <CheckCircleIcon size={14} />],
  failed: ['bad', <CrossCircleIcon size={14} />],
  completed: ['ok', <CheckCircleIcon size={14} />],
  inactive: ['quiet', <DashCircleIcon size={14} />],
  blacklisted: ['bad', <CrossCircleIcon size={14} />],
  canceled: ['quiet', <CrossCircleIcon size={14} />],
};

export function StateBadge({ state, label }: { state: string; label: string }) {
  const [tone, icon] = states[state] ?? ['quiet', null];
  return <Badge tone={tone} icon={icon}>{label}</Badge>;
}
