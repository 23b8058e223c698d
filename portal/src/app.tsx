// Who is here decides what is shown: the screens in front of the sign-in, or the shell.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Redirect, Router } from 'wouter';
import { api } from './api/calls';
import { Problem } from './api/problem';
import { registerSessionEnd } from './api/session';
import { reloadOnSwitch } from './parts/company-switch';
import { Crash } from './parts/crash';
import { Door } from './parts/door';
import { currentPlace, navigate, useHashPath } from './parts/hash-location';
import { MeProvider } from './parts/me';
import { ProblemAlert } from './parts/problem-alert';
import { room } from './parts/room';
import { Shell } from './parts/shell';
import { changePerson, ME } from './parts/use-sign-out';
import { InnerRoutes, isOuter, OuterRoutes } from './routes';
import { t } from './text';

const Enrol = room(() => import('./pages/enrol/page'));

export function App() {
  return (
    <Router hook={useHashPath}>
      <Gate />
    </Router>
  );
}

function Gate() {
  const [path] = useHashPath();
  const me = useQuery({ queryKey: ME, queryFn: whoAmI, staleTime: 60_000, enabled: !isOuter(path) });
  useSessionEnd();
  useEffect(reloadOnSwitch, []);

  if (isOuter(path)) return <OuterRoutes />;
  if (me.data?.second_factor?.must_enrol) {
    return <MeProvider value={me.data}><Suspense fallback={null}><Enrol /></Suspense></MeProvider>;
  }
  if (me.data) {
    return <MeProvider value={me.data}><Shell key={me.data.company.id}><Crash key={path}><InnerRoutes /></Crash></Shell></MeProvider>;
  }
  if (me.data === null) return <Redirect to={signInAt(currentPlace())} replace />;
  if (me.error) {
    return (
      <Door title={t.product}>
        <ProblemAlert error={me.error} onRetry={() => void me.refetch()} />
      </Door>
    );
  }
  return null;
}

/** Nobody (null) is an ordinary answer; anything else that goes wrong is not. */
async function whoAmI() {
  try {
    return await api.me.first();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

function useSessionEnd() {
  const queries = useQueryClient();
  useEffect(() => {
    registerSessionEnd((isChangeLost) => {
      if (isOuter(currentPlace().split('?')[0] ?? '/')) return;
      // Whoever ended the session may have done it because of this screen: nothing stays on it, and
      // what was being typed goes, too. That is told.
      const isLost = isChangeLost || document.querySelector('[role="dialog"] form') !== null;
      navigate(`${signInAt(currentPlace())}&ended=${isLost ? 'unsaved' : '1'}`, { replace: true });
      changePerson(queries, null);
    });
  }, [queries]);
}

function signInAt(place: string): string {
  return `/sign-in?to=${encodeURIComponent(place)}`;
}
