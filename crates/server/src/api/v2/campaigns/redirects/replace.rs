//! `PUT /api/v2/campaigns/{id}/redirects/`

use super::{RedirectsShown, RuleShown};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Field, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    redirect::{Rule, parse_rules, rules_to_value},
};
use countermark_store::campaigns::{self, Campaign, redirects};
use serde_json::{Value, json};

/// Rules as they were sent.
pub struct Rules(Vec<Rule>);

impl Field for Rules {
    fn parse(value: Value) -> Result<Self, String> {
        if value.is_null() {
            return Err("This field may not be null.".into());
        }
        parse_rules(&value).map(Self)
    }
}

body! { refuse unknown;
    /// Where the scans of a campaign are to be sent.
    pub struct RedirectsReplace {
        /// The first rule is for every country that no other names, and names none itself.
        #[schema(value_type = Vec<RuleShown>)]
        pub rules: Rules,
    }
}

/// Say where the scans of a campaign are sent
///
/// The rules replace those there are. Only `http` and `https` addresses with a fixed host are
/// taken.
#[utoipa::path(put, path = "/api/v2/campaigns/{id}/redirects/", tag = "Campaigns",
    request_body = RedirectsReplace,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Replaced.", body = RedirectsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_redirects_replace(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
    Body(body): Body<RedirectsReplace>,
) -> ApiResult<Json<RedirectsShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(campaign.id))?;
    let mut tx = app.db.write().await?;
    campaigns::lock(&mut tx, &scope, campaign.id).await?;
    let before = redirects::get(&mut tx, &scope, campaign.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let after = body.rules.0;
    redirects::set(&mut tx, &scope, campaign.id, &after).await?;
    let audited = |rules: &[Rule]| json!({"redirects": rules_to_value(rules)});
    let entry = Entry::event("campaign.redirects", "campaign", campaign.id, campaign.name)
        .change(&audited(&before), &audited(&after));
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
