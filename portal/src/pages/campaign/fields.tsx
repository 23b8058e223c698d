// The inputs of a tab; shut for those who may look and not change.

import type { ReactNode } from 'react';
import { useMay } from '../../parts/me';

export function Fields({ children }: { children: ReactNode }) {
  const may = useMay();
  return <fieldset className="cm-fields" disabled={!may('campaign_edit')}>{children}</fieldset>;
}
