//! `PATCH /api/v2/campaigns/{id}/`

use super::{CampaignShown, check_unique, taken};
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, Found, Json, body},
};
use axum::extract::State;
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Description, Name},
};
use countermark_store::campaigns::{self, Campaign};

body! { ignore unknown;
    /// A change of a campaign; what is left out stays.
    pub struct CampaignUpdate {
        /// Name.
        pub name: Option<Name>,
        /// Free text.
        pub description: Option<Description>,
    }
}

/// Change a campaign
#[utoipa::path(patch, path = "/api/v2/campaigns/{id}/", tag = "Campaigns", request_body = CampaignUpdate,
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Changed.", body = CampaignShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_update(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(found): Found<Campaign>,
    Body(body): Body<CampaignUpdate>,
) -> ApiResult<Json<CampaignShown>> {
    // First, so that a token which may not learns nothing of names that are taken.
    caller.reaches(&app, caller.scope().may_change_campaign(found.id))?;
    let mut tx = app.db.write().await?;
    let before = campaigns::lock(&mut tx, &caller.scope(), found.id).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let text = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    let after = Campaign {
        name: text(body.name.map(|name| name.to_string()), &before.name),
        description: text(
            body.description.map(|text| text.to_string()),
            &before.description,
        ),
        ..before.clone()
    };
    check_unique(&mut tx, &caller, Some(after.id), &after.name).await?;
    campaigns::update(&mut tx, &caller.scope(), &after)
        .await
        .map_err(taken)?;
    let entry = Entry::event("campaign.update", "campaign", after.id, after.name.clone())
        .change(&before.audited(), &after.audited());
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(after.into()))
}
