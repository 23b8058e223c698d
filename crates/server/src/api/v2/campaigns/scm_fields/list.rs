//! `GET /api/v2/campaigns/{id}/scm-fields/`

use super::ScmFieldsShown;
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::{campaigns::Campaign, scm_fields};

/// What a campaign keeps about each code
///
/// All fields in their order, also those that are not active.
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/scm-fields/", tag = "Campaigns",
    params(("id" = i64, Path, description = "The campaign's id.")),
    responses(
        (status = 200, description = "The fields.", body = ScmFieldsShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_list(
    caller: Caller<perm::CampaignView>,
    State(app): State<App>,
    Found(campaign): Found<Campaign>,
) -> ApiResult<Json<ScmFieldsShown>> {
    let mut conn = app.db.read().await?;
    let fields = scm_fields::list(&mut conn, &caller.scope(), campaign.id).await?;
    Ok(Json(fields.into()))
}
