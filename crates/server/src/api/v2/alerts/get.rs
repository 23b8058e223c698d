//! `GET /api/v2/alerts/{id}/`

use super::AlertShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::scans::alerts::Alert;

/// One alert
#[utoipa::path(get, path = "/api/v2/alerts/{id}/", tag = "Alerts",
    params(("id" = i64, Path, description = "The alert's id.")),
    responses(
        (status = 200, description = "The alert.", body = AlertShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn alerts_get(
    _: Caller<perm::CampaignView>,
    Found(alert): Found<Alert>,
) -> Json<AlertShown> {
    Json(alert.into())
}
