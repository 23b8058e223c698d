import { expect, test } from 'vitest';
import { presetsFor } from './presets';

const catalogue = (...grantable: string[]) => ['scans_download', 'dashboard_view', 'scm_bulk_edit', 'workorder_create', 'workorder_view', 'workorder_download']
  .map((name) => ({ name, grantable: grantable.includes(name) }));

test('only what the person may give', () => {
  expect(presetsFor(catalogue('scans_download', 'workorder_create', 'workorder_view')))
    .toEqual([['read_scans', ['scans_download']], ['create_codes', ['workorder_create', 'workorder_view']]]);
});

test('none without the right that it is about', () => {
  expect(presetsFor(catalogue('dashboard_view', 'workorder_view'))).toEqual([]);
});
