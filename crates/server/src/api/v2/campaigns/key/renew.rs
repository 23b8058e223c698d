//! `POST /api/v2/campaigns/{id}/key/`

use super::ConsumerKeyShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::campaigns::{self, Campaign, consumer_key};

/// Give a campaign a new consumer key
///
/// The one before is good no more: landing pages that still send it get a 403.
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/key/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The new key.", body = ConsumerKeyShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_key_renew(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<ConsumerKeyShown>> {
    let scope = caller.scope();
    caller.reaches(&app, scope.may_change_campaign(campaign.id))?;
    let key = crate::random::consumer_key();
    let mut tx = app.db.write().await?;
    let found = campaigns::lock(&mut tx, &scope, campaign.id).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    consumer_key::set(&mut tx, &scope, found.id, &key).await?;
    // The key itself stays out of the log: it is about who changed it.
    let entry = Entry::event("campaign.renew_key", "campaign", found.id, found.name);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(ConsumerKeyShown { key: Some(key) }))
}
