// Signing out: the server forgets the session, then this page forgets everything it has seen.

import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/calls';
import type { Me } from '../api/types';
import { navigate } from './hash-location';
import { notifyProblem } from './problem-alert';

export const ME = ['me'];

/** Another person, or nobody: nothing of the one before may stay in memory or on the screen. */
export function changePerson(queries: QueryClient, me: Me | null) {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  notifications.clean();
  queries.setQueryData(ME, me);
}

export function useSignOut(): () => void {
  const queries = useQueryClient();
  return () => {
    api.session.remove().then(() => {
      navigate('/sign-in?out=1', { replace: true });
      changePerson(queries, null);
    }, notifyProblem);
  };
}
