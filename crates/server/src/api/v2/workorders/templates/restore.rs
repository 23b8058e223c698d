//! `POST /api/v2/workorders/templates/{id}/restore/`

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

/// Bring a template back
#[utoipa::path(post, path = "/api/v2/workorders/templates/{id}/restore/", tag = "Work orders",
    params(("id" = i64, Path, description = "The template's id.")),
    responses(
        (status = 200, description = "Done.", body = TemplateShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_templates_restore(
    caller: Caller<perm::WorkorderArchive>,
    State(app): State<App>,
    Found(template): Found<Template>,
) -> ApiResult<Json<TemplateShown>> {
    set_archived(&app, &caller, template, false).await
}
