//! `GET /api/v2/campaigns/{id}/access/`

use super::AccessShown;
use crate::{
    app::App,
    auth::Person,
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns::{Campaign, access};

/// Who sees a campaign
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/access/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Who sees it.", body = AccessShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_access_get(
    caller: Person<perm::CampaignView>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<AccessShown>> {
    let mut conn = app.db.read().await?;
    let found = access::get(&mut conn, &caller.scope(), campaign.id).await?;
    Ok(Json(found.ok_or_else(ApiError::not_found)?.into()))
}
