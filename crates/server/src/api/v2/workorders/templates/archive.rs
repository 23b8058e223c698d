//! `POST /api/v2/workorders/templates/{id}/archive/`

use super::{TemplateShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::workorders::templates::Template;

/// Put a template away
///
/// Nothing new begins with it.
#[utoipa::path(post, path = "/api/v2/workorders/templates/{id}/archive/", tag = "Work orders",
    params(("id" = i64, Path, description = "The template's id.")),
    responses(
        (status = 200, description = "Done.", body = TemplateShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_templates_archive(
    caller: Caller<perm::WorkorderArchive>,
    State(app): State<App>,
    Found(template): Found<Template>,
) -> ApiResult<Json<TemplateShown>> {
    set_archived(&app, &caller, template, true).await
}
