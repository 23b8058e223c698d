//! `POST /api/v2/campaigns/{id}/archive/`

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

/// Put a campaign away
#[utoipa::path(post, path = "/api/v2/campaigns/{id}/archive/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "Done.", body = CampaignShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_archive(
    caller: Caller<perm::CampaignArchive>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<CampaignShown>> {
    set_archived(&app, &caller, campaign, true).await
}
