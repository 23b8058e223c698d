import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import { Door } from '../../parts/door';
import { navigate } from '../../parts/hash-location';
import { NewPassword, passwordErrors } from '../../parts/new-password';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { changePerson } from '../../parts/use-sign-out';
import { t } from '../../text';

export default function Reset() {
  const { code = '' } = useParams<{ code?: string }>();
  const queries = useQueryClient();
  const [isDone, setDone] = useState(false);
  const form = useForm({ initialValues: { password: '', repeat: '' }, validate: passwordErrors });
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ password }) => api.password.confirm({ code, password }),
    onSaved: () => {
      // Replaced, so that the code does not stay in the history.
      navigate('/reset', { replace: true });
      // Whoever was signed in in this browser is not any more.
      changePerson(queries, null);
      setDone(true);
    },
  });
  if (alert.error instanceof Problem && alert.error.status === 404) {
    return (
      <Door title={t.reset.goneTitle} lead={t.reset.gone}>
        <Button component={Link} href="/forgot" variant="default">{t.reset.again}</Button>
      </Door>
    );
  }
  if (isDone) {
    return (
      <Door title={t.reset.doneTitle}>
        <Alert className="cm-alert" data-tone="quiet" role="status">{t.reset.done}</Alert>
        <Button component={Link} href="/sign-in" size="md">{t.invitation.toSignIn}</Button>
      </Door>
    );
  }
  return (
    <Door title={t.reset.title} lead={t.reset.lead}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <NewPassword form={form} label={t.password.next} />
          <Button type="submit" size="md" loading={isSaving}>{t.reset.submit}</Button>
        </Stack>
      </form>
    </Door>
  );
}
