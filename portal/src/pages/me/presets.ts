// Where a new token may start from: the rights that some jobs need, the one that it is about first.

import type { Permission } from '../../api/types';

const PRESETS = {
  read_scans: ['scans_download', 'dashboard_view'],
  upload_scm: ['scm_bulk_edit'],
  create_codes: ['workorder_create', 'workorder_view', 'workorder_download'],
} as const;

export type Preset = keyof typeof PRESETS;

/** The presets that the person may give, with those of their rights that the person may give. */
export function presetsFor(permissions: Pick<Permission, 'name' | 'grantable'>[]): [Preset, string[]][] {
  const may = (right: string) => permissions.some(({ name, grantable }) => name === right && grantable);
  return (Object.keys(PRESETS) as Preset[])
    .filter((preset) => may(PRESETS[preset][0]))
    .map((preset) => [preset, PRESETS[preset].filter(may)]);
}
