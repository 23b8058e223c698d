//! `GET /api/v2/campaigns/{id}/scm-fields/{field_id}/`

use super::ScmFieldShown;
use crate::{
    auth::Caller,
    extract::{FoundField, Json},
};
use countermark_core::permissions::perm;

/// One field of a campaign
#[utoipa::path(get, path = "/api/v2/campaigns/{id}/scm-fields/{field_id}/", tag = "Campaigns",
    params(
        ("id" = i64, Path, description = "The campaign's id."),
        ("field_id" = i64, Path, description = "The field's id.")),
    responses(
        (status = 200, description = "The field.", body = ScmFieldShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn campaigns_scm_fields_get(
    _: Caller<perm::CampaignView>,
    FoundField(field): FoundField,
) -> Json<ScmFieldShown> {
    Json(field.into())
}
