import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Door } from '../../parts/door';
import { useHashQuery } from '../../parts/hash-location';
import { t } from '../../text';
import { SignInForm } from './sign-in-form';

export default function SignIn() {
  const [query] = useHashQuery();
  const notice = query.get('ended') === 'unsaved' ? t.signIn.endedUnsaved
    : query.has('ended') ? t.signIn.ended
      : query.has('out') ? t.signIn.signedOut : null;
  return (
    <Door title={t.signIn.title}>
      {notice && <Alert className="cm-alert" data-tone={query.has('ended') ? 'warn' : 'quiet'} role="status">{notice}</Alert>}
      <SetupNeeded />
      <SignInForm to={query.get('to') ?? '/'} />
      <Anchor size="sm" href="#/forgot">{t.signIn.forgot}</Anchor>
      <Text size="sm" c="dimmed">{t.signIn.help}</Text>
    </Door>
  );
}

function SetupNeeded() {
  const { data } = useQuery({ queryKey: ['setup'], queryFn: api.setup.look, staleTime: 0 });
  if (!data?.needed) return null;
  return (
    <Alert className="cm-alert" data-tone="warn" title={t.signIn.needed}>
      {t.signIn.neededHow} <Anchor inherit href="#/setup">{t.setup.title}</Anchor>
    </Alert>
  );
}
