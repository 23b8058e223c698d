//! `GET /api/v2/campaigns/{id}/redirects/`

use super::RedirectsShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns::{Campaign, redirects};

/// Where the scans of a campaign are sent
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/redirects/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The rules.", body = RedirectsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_redirects_get(
    caller: Caller<perm::CampaignView>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<RedirectsShown>> {
    let mut conn = app.db.read().await?;
    let found = redirects::get(&mut conn, &caller.scope(), campaign.id).await?;
    Ok(Json(found.ok_or_else(ApiError::not_found)?.into()))
}
