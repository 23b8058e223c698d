// The second factors of one's own account: an authenticator app, passkeys, recovery codes.

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Factors, Passkey } from '../../api/types';
import { Badge } from '../../parts/badge';
import { Confirm } from '../../parts/confirm';
import { dateWords, todayIn } from '../../parts/dates';
import { CheckCircleIcon } from '../../parts/icons';
import { useMe } from '../../parts/me';
import { Panel } from '../../parts/page';
import { notifyDone, ProblemAlert } from '../../parts/problem-alert';
import { ME } from '../../parts/use-sign-out';
import { byName, hasPasskeys, isNumericHost } from '../../parts/webauthn';
import { t } from '../../text';
import { AddPasskey, RenamePasskey } from './passkey-dialogs';
import { RecoveryCodes } from './recovery-codes';
import { TotpSetup } from './totp-setup';
import './second-factor.css';

type Open = 'totp' | 'totp-remove' | 'passkey' | 'codes' | { remove: Passkey } | { rename: Passkey } | null;

export function SecondFactor() {
  const queries = useQueryClient();
  const factors = useQuery({ queryKey: ['factors'], queryFn: api.factors.get });
  const [open, setOpen] = useState<Open>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => setOpen(null);
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ['factors'] });
    void queries.invalidateQueries({ queryKey: ME });
  };
  const done = (words: string, fresh?: string[] | null) => {
    close();
    // The person has to see the codes before anything else moves on.
    if (fresh) setCodes(fresh);
    else refresh();
    notifyDone(words);
  };
  return (
    <Panel title={t.factors.title} lead={t.factors.lead}>
      <ProblemAlert error={factors.error} onRetry={() => void factors.refetch()} />
      {factors.data && <Listed factors={factors.data} onOpen={setOpen} />}
      {open === 'totp' && <TotpSetup onDone={(fresh) => done(t.factors.appOn, fresh)} onClose={close} />}
      {open === 'passkey' && <AddPasskey onDone={(name, fresh) => done(t.factors.passkeyAdded(name), fresh)} onClose={close} />}
      {open === 'totp-remove' && (
        <Confirm
          title={t.factors.appRemoveTitle} text={t.factors.removeText} submit={t.factors.remove} isDangerous
          action={api.factors.totpRemove} onDone={() => done(t.factors.appOff)} onClose={close}
        />
      )}
      {open === 'codes' && (
        <Confirm
          title={t.factors.newCodesTitle} text={t.factors.newCodesText} submit={t.factors.newCodes}
          action={api.factors.recoveryCodes}
          onDone={({ recovery_codes }) => done(t.factors.newCodesDone, recovery_codes)} onClose={close}
        />
      )}
      {open && typeof open === 'object' && 'remove' in open && (
        <Confirm
          title={t.factors.passkeyRemoveTitle(open.remove.name)} text={t.factors.removeText} submit={t.factors.remove} isDangerous
          action={() => api.factors.passkeyRemove(open.remove.id)}
          onDone={() => done(t.factors.passkeyRemoved(open.remove.name))} onClose={close}
        />
      )}
      {open && typeof open === 'object' && 'rename' in open && (
        <RenamePasskey passkey={open.rename} onDone={(name) => done(t.factors.passkeyRenamed(name))} onClose={close} />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => { setCodes(null); refresh(); }} />}
    </Panel>
  );
}

function Listed({ factors, onOpen }: { factors: Factors; onOpen: (open: Open) => void }) {
  const { company } = useMe();
  const day = (instant: string) => dateWords(todayIn(company.time_zone, new Date(instant)));
  const f = t.factors;
  const isOn = Boolean(factors.totp_since) || factors.passkeys.length > 0;
  return (
    <Stack gap="md">
      {!isOn && <Text size="sm">{factors.is_required ? f.noneRequired : f.none}</Text>}
      <div className="cm-factor">
        <div>
          <Group gap="xs">
            <Text fw={600}>{f.app}</Text>
            {factors.totp_since && <Badge tone="ok" icon={<CheckCircleIcon size={14} />}>{f.on}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">{factors.totp_since ? f.since(day(factors.totp_since)) : f.appLead}</Text>
        </div>
        {factors.totp_since
          ? <Button variant="default" onClick={() => onOpen('totp-remove')}>{f.appRemove}</Button>
          : <Button variant={isOn ? 'default' : 'filled'} onClick={() => onOpen('totp')}>{f.appAdd}</Button>}
      </div>
      <div className="cm-factor">
        <div>
          <Text fw={600}>{f.passkeys}</Text>
          <Text size="sm" c="dimmed">{f.passkeysLead}</Text>
        </div>
        {factors.passkeys_available && hasPasskeys() && !isNumericHost()
          && <Button variant="default" onClick={() => onOpen('passkey')}>{f.passkeyAdd}</Button>}
      </div>
      {isNumericHost() && <NumericHost />}
      {factors.passkeys.length > 0 && (
        <ul className="cm-passkeys">
          {factors.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <div>
                <Text className="cm-wrap">{passkey.name}</Text>
                <Text size="sm" c="dimmed">
                  {passkey.last_used ? f.lastUsed(day(passkey.last_used)) : f.since(day(passkey.creation_date))}
                  {!passkey.is_verified && ` · ${f.unverified}`}
                </Text>
              </div>
              <Group gap="xs">
                <Button size="xs" variant="subtle" aria-label={f.renameOf(passkey.name)} onClick={() => onOpen({ rename: passkey })}>{f.rename}</Button>
                <Button size="xs" variant="default" aria-label={f.removeOf(passkey.name)} onClick={() => onOpen({ remove: passkey })}>{t.factors.remove}</Button>
              </Group>
            </li>
          ))}
        </ul>
      )}
      {isOn && (
        <div className="cm-factor">
          <div>
            <Text fw={600}>{f.codes}</Text>
            <Text size="sm" c="dimmed">{f.codesLeft(factors.recovery_codes_left)}</Text>
          </div>
          <Button variant="default" onClick={() => onOpen('codes')}>{f.newCodes}</Button>
        </div>
      )}
    </Stack>
  );
}

function NumericHost() {
  const better = byName();
  return (
    <Alert className="cm-alert" data-tone="quiet">
      {better ? <>{t.factors.numericLocal} <Anchor inherit href={better}>{t.factors.openByName}</Anchor></> : t.factors.numeric}
    </Alert>
  );
}
