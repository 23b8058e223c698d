// What happens to a person after a question: archive, restore, a new invitation, a link to a new
// password; the end of all tokens.

import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/calls';
import type { MailSent, User } from '../../api/types';
import { Confirm } from '../../parts/confirm';
import { fullName } from '../../parts/me';
import { notifyDone } from '../../parts/problem-alert';
import { t } from '../../text';
import { RevokeAll } from '../me/revoke-all';

export interface Action { kind: 'archive' | 'restore' | 'renew' | 'factors' | 'reset' | 'sessions' | 'tokens'; user: User }

interface Props {
  action: Action;
  onDone: (sent?: MailSent) => void;
  onClose: () => void;
}

export function UserAction({ action: { kind, user }, onDone, onClose }: Props) {
  const queries = useQueryClient();
  const name = fullName(user);
  const done = (words: string) => () => {
    onDone();
    notifyDone(words);
  };
  switch (kind) {
    case 'archive':
      return (
        <Confirm
          title={t.users.archiveTitle(name)} text={t.users.archiveText} submit={t.common.archive} isDangerous
          action={() => api.users.archive(user.id)} onDone={done(t.users.archived(name))} onClose={onClose}
        />
      );
    case 'restore':
      return (
        <Confirm
          title={t.users.restoreTitle(name)} text={t.users.restoreText} submit={t.common.restore}
          action={() => api.users.restore(user.id)} onDone={done(t.users.restored(name))} onClose={onClose}
        />
      );
    case 'factors':
      return (
        <Confirm
          title={t.users.resetFactorsTitle(name)} text={t.users.resetFactorsText} submit={t.users.resetFactors} isDangerous
          action={() => api.users.resetFactors(user.id)} onDone={done(t.users.factorsReset(name))} onClose={onClose}
        />
      );
    case 'sessions':
      return (
        <Confirm
          title={t.users.endSessionsTitle(name)} text={t.users.endSessionsText} submit={t.users.endSessions} isDangerous
          action={() => api.users.endSessions(user.id)} onDone={done(t.users.sessionsEnded(name))} onClose={onClose}
        />
      );
    case 'tokens':
      return <RevokeAll of={{ whose: 'person', user: { ...user, name } }} onDone={() => void queries.invalidateQueries({ queryKey: ['uats'] })} onClose={onClose} />;
    case 'renew':
      return (
        <Confirm
          title={t.users.renewTitle(name)} text={t.users.renewText} submit={t.users.renewSubmit}
          action={() => api.users.invite(user.id)} onDone={onDone} onClose={onClose}
        />
      );
    case 'reset':
      return (
        <Confirm
          title={t.users.resetTitle(name)} text={t.users.resetText(user.email)} submit={t.users.resetSubmit}
          action={() => api.users.resetPassword(user.id)} onDone={onDone} onClose={onClose}
        />
      );
  }
}
