//! `GET /api/v2/workorders/templates/{id}/`

use super::TemplateShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::workorders::templates::Template;

/// One template
#[utoipa::path(get, path = "/api/v2/workorders/templates/{id}/", tag = "Work orders",
    params(("id" = i64, Path, description = "The template's id.")),
    responses(
        (status = 200, description = "The template.", body = TemplateShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_templates_get(
    caller: Caller<perm::WorkorderView>,
    Found(template): Found<Template>,
) -> Json<TemplateShown> {
    Json(TemplateShown::of(template, &caller.company))
}
