// The options of a campaign as a form holds them: without objects inside of objects.

import type { CampaignOptions } from '../../../api/types';
import { objectIn, objectText } from '../../../parts/json-object';

export function valuesOf({ is_enabled, mark_consumed, serial_number_lookup_enabled, ga_key, stc_config, complaints, wechat }: CampaignOptions) {
  return {
    is_enabled, mark_consumed, serial_number_lookup_enabled, ga_key,
    stc_config: objectText(stc_config),
    complaints: complaints.is_enabled, to_email: complaints.to_email,
    wechat: wechat.is_enabled, channel: wechat.channel_redirect.is_enabled,
    landing_page: wechat.channel_redirect.landing_page, channel_id: wechat.channel_redirect.channel_id,
  };
}

export type OptionValues = ReturnType<typeof valuesOf>;

export function changeOf(values: OptionValues): Partial<CampaignOptions> {
  const { complaints, to_email, wechat, channel, landing_page, channel_id, stc_config, ...rest } = values;
  return {
    ...rest,
    stc_config: objectIn(stc_config) ?? {},
    complaints: { is_enabled: complaints, to_email },
    wechat: { is_enabled: wechat, channel_redirect: { is_enabled: channel, landing_page, channel_id } },
  };
}
