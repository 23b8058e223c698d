//! `POST /api/v2/campaigns/{id}/restore/`

use super::{CampaignShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::campaigns::Campaign;

/// Bring a campaign back
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/restore/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Done.", body = CampaignShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_restore(
    caller: Caller<perm::CampaignArchive>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<CampaignShown>> {
    set_archived(&app, &caller, campaign, false).await
}
