//! `GET /api/v2/campaigns/{id}/`

use super::CampaignShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::campaigns::Campaign;

/// One campaign
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The campaign.", body = CampaignShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_get(
    _: Caller<perm::CampaignView>,
    Found(campaign): Found<Campaign>,
) -> Json<CampaignShown> {
    Json(campaign.into())
}
