// While an old token and its successor both work: who still uses the old one.

import { Alert, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Uat, UatUse } from '../../api/types';
import { whenWords } from '../../parts/ago';
import { timeWords } from '../../parts/dates';
import { AlertIcon, CheckCircleIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { t } from '../../text';

interface Props { uat: Uat; use: UatUse }

export function Overlap({ uat, use }: Props) {
  const { company } = useMe();
  const old = use.family.find(({ id }) => id === uat.replaces);
  if (uat.replaced_by && uat.overlap_until && uat.state !== 'revoked') {
    return (
      <Notice
        isStillUsed={isUsedSince(uat)}
        title={uat.state === 'active' ? t.token.overlapTitle(timeWords(uat.overlap_until, company.time_zone)) : t.token.overTitle}
        text={stillWords(uat, use.addresses.filter(({ last_at }) => last_at > (uat.replaced_at ?? '')).map(({ value }) => value), company.time_zone)}
        to={uat.replaced_by} link={t.token.toSuccessor}
      />
    );
  }
  if (old?.overlap_until && old.state === 'active') {
    return (
      <Notice
        isStillUsed={isUsedSince(old)}
        title={t.token.oldTitle(timeWords(old.overlap_until, company.time_zone))}
        text={stillWords(old, old.last_used_address ? [old.last_used_address] : [], company.time_zone)}
        to={old.id} link={t.token.toOld}
      />
    );
  }
  return null;
}

const isUsedSince = ({ last_used_at: at, replaced_at: since }: Uat) => Boolean(at && since && at > since);

function stillWords(old: Uat, addresses: string[], zone: string): string {
  if (!isUsedSince(old)) return t.token.nobodyUses;
  return t.token.stillUsed(whenWords(old.last_used_at ?? '', zone), addresses.join(', '));
}

interface NoticeProps { isStillUsed: boolean; title: string; text: string; to: string; link: string }

function Notice({ isStillUsed, title, text, to, link }: NoticeProps) {
  return (
    <Alert
      className="cm-alert" data-tone={isStillUsed ? 'warn' : 'quiet'} title={title}
      icon={isStillUsed ? <AlertIcon /> : <CheckCircleIcon />}
    >
      <Text size="sm" className="cm-wrap">{text} <Link href={`/me/tokens/${to}`} className="cm-link">{link}</Link></Text>
    </Alert>
  );
}
