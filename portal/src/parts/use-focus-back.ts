// Where the focus goes when something closes: to what opened it. Mantine does this for a dialog
// that stays mounted; ours are mounted open, so that nothing of them lives on when they close.

import { useEffect, useState } from 'react';

export function useFocusBack() {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    // After the dialog's own focus trap has let go.
    requestAnimationFrame(() => {
      const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.querySelector<HTMLElement>('main h1');
      target?.focus({ preventScroll: true });
    });
  }, [opener]);
}
