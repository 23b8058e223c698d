// All tokens at once, of oneself, of one person or of the company: which ones that would be, then a
// text that has to be typed, then what was done.

import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import type { Me, RevokedOnly, RevokedUats, Uat, Whose } from '../../api/types';
import { Dialog } from '../../parts/dialog';
import { useMe } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';
import { TokenNames } from './token-names';

type Of = { whose: 'mine' } | { whose: 'company' } | { whose: 'person'; user: Uat['owner'] };

interface Props {
  of: Of;
  /** Only what a list shows, where it does not show them all. */
  only?: RevokedOnly;
  onDone: () => void;
  onClose: () => void;
}

export function RevokeAll({ of, only, onDone, onClose }: Props) {
  const me = useMe();
  const whose: Whose & RevokedOnly = { ...only, ...(of.whose === 'person' ? { whose: 'person', user: of.user.id } : of) };
  const [revoked, setRevoked] = useState<RevokedUats | null>(null);
  const preview = useQuery({
    // Asks for the password where the log-in is not fresh, so it is not done again by itself.
    queryKey: ['revoke-all', whose], queryFn: () => api.uats.revokeAll({ ...whose, dry_run: true }),
    gcTime: 0, staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false,
  });
  const { title, typed } = wordsOf(of, Object.keys(only ?? {}).length > 0, me);
  const count = preview.data?.count ?? 0;
  if (revoked) return <Done revoked={revoked} onClose={onClose} />;
  return (
    <Dialog opened onClose={onClose} title={title}>
      <Stack>
        <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />
        {preview.isPending && <Skeleton height={160} />}
        {preview.data && count === 0 && <Text size="sm">{t.allTokens.all.none}</Text>}
        {preview.data && count > 0 && (
          <Sure
            whose={whose} preview={preview.data} typed={typed} onClose={onClose}
            onDone={(answer) => {
              setRevoked(answer);
              onDone();
            }}
          />
        )}
        {count === 0 && <Group justify="flex-end"><Button variant="default" onClick={onClose} data-autofocus>{t.common.close}</Button></Group>}
      </Stack>
    </Dialog>
  );
}

/** What is asked, and the text that has to be typed for it. */
function wordsOf(of: Of, isFiltered: boolean, { user, company }: Me): { title: string; typed: string } {
  const words = isFiltered ? t.allTokens.all.titleOfFound : t.allTokens.all.title;
  switch (of.whose) {
    case 'mine': return { title: words.mine(), typed: user.email };
    case 'person': return { title: words.person(of.user.name || of.user.email), typed: of.user.email };
    case 'company': return { title: words.company(company.name), typed: company.name };
  }
}

interface SureProps { whose: Whose & RevokedOnly; preview: RevokedUats; typed: string; onDone: (revoked: RevokedUats) => void; onClose: () => void }

function Sure({ whose, preview: { count, results }, typed, onDone, onClose }: SureProps) {
  const words = t.allTokens.all;
  const form = useForm({
    initialValues: { reason: '', typed: '' },
    validate: { typed: (text) => (text.trim() === typed ? null : words.mismatch(typed)) },
  });
  const { submit, isSaving, alert } = useSave({
    form, save: ({ reason }) => api.uats.revokeAll({ ...whose, reason: reason.trim() || undefined }), onSaved: onDone,
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{words.text}</Text>
        <div>
          <Text size="sm" fw={600} mb={6}>{words.count(count)}</Text>
          <TokenNames tokens={results} count={count} withOwner={whose.whose === 'company'} />
        </div>
        <ProblemAlert {...alert} />
        <TextInput
          label={`${t.tokens.revokeReason} (${t.common.optional})`} description={t.tokens.revokeReasonHint} maxLength={200}
          {...form.getInputProps('reason')}
        />
        <TextInput
          label={words.confirm(typed)} autoComplete="off" autoCapitalize="off" spellCheck={false}
          {...form.getInputProps('typed')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{t.common.cancel}</Button>
          <Button type="submit" color="danger" loading={isSaving}>{words.submit(count)}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Done({ revoked: { count }, onClose }: { revoked: RevokedUats; onClose: () => void }) {
  return (
    <Dialog opened onClose={onClose} title={t.allTokens.all.doneTitle(count)} size="md">
      <Stack>
        <Text size="sm" role="status">{count === 0 ? t.allTokens.all.doneNone : t.allTokens.all.doneText}</Text>
        <Group justify="flex-end"><Button onClick={onClose} data-autofocus>{t.common.done}</Button></Group>
      </Stack>
    </Dialog>
  );
}
