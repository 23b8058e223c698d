// What can be done with one code, and where it has its page.

import type { Code } from '../../api/types';
import type { RowAction } from '../../parts/row-menu';
import { t } from '../../text';
import type { Action } from './status-action';

/** An id may be a GS1 path, with slashes in it. */
export const codeAddress = (id: string) => `/codes/${encodeURIComponent(id)}`;

/** Every status but the one that it has; a blacklisted code may get another reason. */
export function statusActions({ extended_id: id, activation_status: now }: Code, onAction: (action: Action) => void): (RowAction | false)[] {
  const act = (kind: Action['kind']) => () => onAction({ kind, ids: [id] });
  return [
    now !== 1 && { label: t.codes.activate, onClick: act('activate') },
    now !== 0 && { label: t.codes.deactivate, onClick: act('deactivate') },
    { label: t.codes.blacklist, onClick: act('blacklist'), isDangerous: true },
  ];
}
