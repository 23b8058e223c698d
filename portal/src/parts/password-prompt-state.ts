// Whether the password prompt is open. A module-level store, because the API client opens it
// and any dialog below has to know.

import { useSyncExternalStore } from 'react';

let open = false;
const listeners = new Set<() => void>();

export function setPasswordPromptOpen(value: boolean) {
  open = value;
  for (const listener of listeners) listener();
}

export function usePasswordPromptOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
