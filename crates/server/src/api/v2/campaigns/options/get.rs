//! `GET /api/v2/campaigns/{id}/options/`

use super::OptionsShown;
use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns::{Campaign, options};

/// What a campaign switches on and shows on landing pages
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/options/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The options.", body = OptionsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_options_get(
    caller: Caller<perm::CampaignView>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<OptionsShown>> {
    let mut conn = app.db.read().await?;
    let found = options::get(&mut conn, &caller.scope(), campaign.id).await?;
    Ok(Json(found.ok_or_else(ApiError::not_found)?.into()))
}
