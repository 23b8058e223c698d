//! `GET /api/v2/workorders/{id}/`

use super::WorkorderShown;
use crate::{
    auth::Caller,
    extract::{Found, Json, Site},
};
use countermark_core::permissions::perm;
use countermark_store::workorders::Workorder;

/// One work order
#[utoipa::path(get, path = "/api/v2/workorders/{id}/", tag = "Work orders",
    params(("id" = i64, Path, description = "The order's id.")),
    responses(
        (status = 200, description = "The order.", body = WorkorderShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn workorders_get(
    caller: Caller<perm::WorkorderView>,
    Site(site): Site,
    Found(order): Found<Workorder>,
) -> Json<WorkorderShown> {
    Json(WorkorderShown::of(order, &caller.company, &site))
}
