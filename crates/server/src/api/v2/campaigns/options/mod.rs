//! `/api/v2/campaigns/{id}/options/` (contract §4.9).

pub mod asked;
pub mod get;
pub mod update;

use countermark_store::campaigns::options::Options;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The options of a campaign. What landing pages are shown of them stands under the same names.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct OptionsShown {
    /// Whether landing pages are answered at all.
    pub is_enabled: bool,
    /// Whether its codes carry supply-chain data.
    pub scm_enabled: bool,
    /// Whether consumers may mark a code as consumed.
    pub mark_consumed: bool,
    /// Whether consumers may look for a code by its serial number.
    pub serial_number_lookup_enabled: bool,
    /// Complaints of consumers.
    pub complaints: ComplaintsShown,
    /// `WeChat`.
    pub wechat: WechatShown,
    /// The landing page's analytics key.
    pub ga_key: String,
    /// What the landing page is told about itself, as it was sent.
    #[schema(value_type = Object)]
    pub stc_config: Map<String, Value>,
    /// The landing page's address, with `{qr}`, `{id}` and `{api_key}`; empty: none.
    pub landing_page: String,
    /// The e-label's address, with the same placeholders; empty: none.
    pub e_label: String,
}

/// Complaints of consumers.
#[derive(Serialize, ToSchema)]
pub struct ComplaintsShown {
    /// Whether they are taken.
    pub is_enabled: bool,
    /// Where they go.
    pub to_email: String,
}

/// What a landing page needs to know for `WeChat`.
#[derive(Serialize, ToSchema)]
pub struct WechatShown {
    /// Whether it is in use.
    pub is_enabled: bool,
    /// Scans to a channel.
    pub channel_redirect: ChannelRedirectShown,
}

/// Scans that go to a channel.
#[derive(Serialize, ToSchema)]
pub struct ChannelRedirectShown {
    /// Whether they do.
    pub is_enabled: bool,
    /// The page in front of the channel.
    pub landing_page: String,
    /// The channel.
    pub channel_id: String,
}

impl From<Options> for OptionsShown {
    fn from(options: Options) -> Self {
        let (complaints, wechat) = (options.complaints, options.wechat);
        Self {
            is_enabled: options.is_enabled,
            scm_enabled: options.scm_enabled,
            mark_consumed: options.mark_consumed,
            serial_number_lookup_enabled: options.serial_number_lookup_enabled,
            complaints: ComplaintsShown {
                is_enabled: complaints.is_enabled,
                to_email: complaints.to_email,
            },
            wechat: WechatShown {
                is_enabled: wechat.is_enabled,
                channel_redirect: ChannelRedirectShown {
                    is_enabled: wechat.redirects,
                    landing_page: wechat.landing_page,
                    channel_id: wechat.channel_id,
                },
            },
            ga_key: options.ga_key,
            stc_config: options.stc_config,
            landing_page: options.landing_page,
            e_label: options.e_label,
        }
    }
}
