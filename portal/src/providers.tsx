// What both pages (the portal and the API reference) stand on.

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './api/problem';
import { Crash } from './parts/crash';
import { cssVariables, theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// The scroll lock below dialogs makes a <style> of its own and looks for the nonce here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

const queries = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error) => {
      // Rights may have changed since the page was loaded: look again, so that it shows what is so.
      if (error instanceof Problem && error.code === 'permission_denied') void queries.invalidateQueries({ queryKey: ['me'] });
    },
  }),
  defaultOptions: {
    // `always`: without a network a call has to fail and say so, not wait in silence.
    queries: { networkMode: 'always', staleTime: 15_000, retry: (count, error) => count < 2 && isPassing(error) },
    mutations: { networkMode: 'always', retry: false },
  },
});

// Only what may be better in a second: no answer, or a server that is restarting.
function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.isOffline || error.status >= 502);
}

export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" zIndex={500} />
        <Crash>{children}</Crash>
      </QueryClientProvider>
    </MantineProvider>
  );
}
