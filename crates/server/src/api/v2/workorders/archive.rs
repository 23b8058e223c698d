//! `POST /api/v2/workorders/{id}/archive/`

use super::{WorkorderShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json, Site},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::workorders::Workorder;

/// Put a work order away
#[utoipa::path(post, path = "/api/v2/workorders/{id}/archive/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "Done.", body = WorkorderShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_archive(
    caller: Caller<perm::WorkorderArchive>,
    State(app): State<App>,
    Site(site): Site,
    Found(order): Found<Workorder>,
) -> ApiResult<Json<WorkorderShown>> {
    set_archived(&app, &caller, order, true, &site).await
}
