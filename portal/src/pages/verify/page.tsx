// The link that proves an address. A button has to be pressed: programs that look at the links in
// mails open pages, and must not use the code up.

import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import { Door } from '../../parts/door';
import { navigate } from '../../parts/hash-location';
import { ProblemAlert } from '../../parts/problem-alert';
import { ME } from '../../parts/use-sign-out';
import { t } from '../../text';

export default function Verify() {
  const { code = '' } = useParams<{ code?: string }>();
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => api.verifyEmail(code),
    onSuccess: () => {
      // Replaced, so that the code does not stay in the history.
      navigate('/verify', { replace: true });
      void queries.invalidateQueries({ queryKey: ME });
    },
    gcTime: 0,
  });
  if (verify.error instanceof Problem && verify.error.status === 404) {
    return (
      <Door title={t.reset.goneTitle} lead={t.verify.gone}>
        <Button component={Link} href="/" variant="default">{t.verify.toPortal}</Button>
      </Door>
    );
  }
  if (verify.data) {
    const { email, changed } = verify.data;
    return (
      <Door title={t.verify.doneTitle}>
        <Alert className="cm-alert cm-wrap" data-tone="quiet" role="status">
          {changed ? t.verify.changed(email) : t.verify.done(email)}
        </Alert>
        <Button component={Link} href="/" size="md">{t.verify.toPortal}</Button>
      </Door>
    );
  }
  return (
    <Door title={t.verify.title} lead={t.verify.lead}>
      <ProblemAlert error={verify.error} />
      <Button size="md" loading={verify.isPending} onClick={() => verify.mutate()}>{t.verify.submit}</Button>
    </Door>
  );
}
