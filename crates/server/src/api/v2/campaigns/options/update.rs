//! `PATCH /api/v2/campaigns/{id}/options/`

use super::{
    OptionsShown,
    asked::{ComplaintsAsked, WechatAsked},
};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, DataObject, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Line, Template},
};
use countermark_store::campaigns::{
    self, Campaign,
    options::{self, Options},
};

body! { refuse unknown;
    /// A change of options; what is left out stays.
    pub struct OptionsUpdate {
        /// Whether landing pages are answered at all.
        pub is_enabled: Option<bool>,
        /// Whether its codes carry supply-chain data.
        pub scm_enabled: Option<bool>,
        /// Whether consumers may mark a code as consumed. The campaign needs the fields
        /// `is_consumed` and `consumed_date` for it.
        pub mark_consumed: Option<bool>,
        /// Whether consumers may look for a code by its serial number.
        pub serial_number_lookup_enabled: Option<bool>,
        /// Complaints of consumers.
        pub complaints: Option<ComplaintsAsked>,
        /// `WeChat`.
        pub wechat: Option<WechatAsked>,
        /// The landing page's analytics key.
        pub ga_key: Option<Line>,
        /// What the landing page is told about itself; kept as it is.
        #[schema(value_type = Option<Object>)]
        pub stc_config: Option<DataObject>,
        /// The landing page's address, with `{qr}`, `{id}` (of the scan) and `{api_key}`.
        pub landing_page: Option<Template>,
        /// The e-label's address, with the same placeholders.
        pub e_label: Option<Template>,
    }
}

impl OptionsUpdate {
    fn apply(self, before: &Options) -> Options {
        let mut after = before.clone();
        let flag = |new: Option<bool>, old: &mut bool| *old = new.unwrap_or(*old);
        flag(self.is_enabled, &mut after.is_enabled);
        flag(self.scm_enabled, &mut after.scm_enabled);
        flag(self.mark_consumed, &mut after.mark_consumed);
        flag(
            self.serial_number_lookup_enabled,
            &mut after.serial_number_lookup_enabled,
        );
        if let Some(complaints) = self.complaints {
            complaints.apply(&mut after.complaints);
        }
        if let Some(wechat) = self.wechat {
            wechat.apply(&mut after.wechat);
        }
        if let Some(key) = self.ga_key {
            after.ga_key = key.to_string();
        }
        if let Some(config) = self.stc_config {
            after.stc_config = config.0;
        }
        if let Some(page) = self.landing_page {
            after.landing_page = page.to_string();
        }
        if let Some(page) = self.e_label {
            after.e_label = page.to_string();
        }
        after
    }
}

/// Change the options of a campaign
#[utoipa::path(patch, path = "/api/v2/campaigns/{id}/options/", tag = "Campaigns",
    request_body = OptionsUpdate,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Changed.", body = OptionsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_options_update(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<OptionsUpdate>,
) -> ApiResult<Json<OptionsShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(campaign.id))?;
    let mut tx = app.db.write().await?;
    campaigns::lock(&mut tx, &scope, campaign.id).await?;
    let before = options::get(&mut tx, &scope, campaign.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let after = body.apply(&before);
    options::set(&mut tx, &scope, campaign.id, &after).await?;
    let entry = Entry::event("campaign.options", "campaign", campaign.id, campaign.name)
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
