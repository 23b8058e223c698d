//! `GET /api/v2/campaigns/{id}/alerts/`

use super::AlertShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::{campaigns::Campaign, scans::alerts};
use serde::Serialize;
use utoipa::ToSchema;

/// The alerts of a campaign.
#[derive(Serialize, ToSchema)]
pub struct AlertList {
    /// All of them, the oldest first.
    results: Vec<AlertShown>,
}

/// The alerts of a campaign
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/alerts/", tag = "Alerts",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The alerts.", body = AlertList),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_alerts_list(
    caller: Caller<perm::CampaignView>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<AlertList>> {
    let mut conn = app.db.read().await?;
    let list = alerts::list(&mut conn, &caller.scope(), campaign.id).await?;
    let results = list.into_iter().map(AlertShown::from).collect();
    Ok(Json(AlertList { results }))
}
