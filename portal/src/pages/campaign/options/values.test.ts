import { expect, test } from 'vitest';
import type { CampaignOptions } from '../../../api/types';
import { changeOf, valuesOf } from './values';

const options: CampaignOptions = {
  is_enabled: true, scm_enabled: true, mark_consumed: false, serial_number_lookup_enabled: true, ga_key: 'G-1', landing_page: 'https://x.example', e_label: '',
  stc_config: JSON.parse('{"theme": "green"}'), complaints: { is_enabled: true, to_email: 'help@x.example' },
  wechat: { is_enabled: false, channel_redirect: { is_enabled: false, landing_page: '', channel_id: 'c' } },
};

test('what is not in the form is not sent, and the rest comes back as it was', () => {
  const { scm_enabled: _scm, landing_page: _page, e_label: _label, ...rest } = options;
  expect(changeOf(valuesOf(options))).toEqual(rest);
});
