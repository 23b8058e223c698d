//! `GET /api/v2/campaigns/{id}/key/`

use super::ConsumerKeyShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns::{Campaign, consumer_key};

/// The consumer key of a campaign
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/key/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The key.", body = ConsumerKeyShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_key_get(
    caller: Caller<perm::CampaignEdit>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<ConsumerKeyShown>> {
    let mut conn = app.db.read().await?;
    let found = consumer_key::get(&mut conn, &caller.scope(), campaign.id).await?;
    let key = found.ok_or_else(ApiError::not_found)?;
    Ok(Json(ConsumerKeyShown { key }))
}
