// A notice in words. Kinds that this portal does not know are shown in the server's sentence.

import type { Notice } from '../../api/types';
import { t } from '../../text';

export function noticeWords({ kind, uat, facts, text }: Notice, date: (day: string) => string): { title: string; text: string } {
  if (kind === 'uat_ends' && facts.valid_until) {
    return { title: t.notices.ends(uat.name, date(facts.valid_until)), text: t.notices.endsText };
  }
  if (kind === 'uat_superseded_use') {
    return {
      title: t.notices.used(uat.name, facts.address ?? ''),
      text: facts.revoked ? t.notices.usedRevoked(facts.revoked) : t.notices.usedText,
    };
  }
  return { title: uat.name, text };
}
