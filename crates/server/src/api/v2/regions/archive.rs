//! `POST /api/v2/regions/{id}/archive/`

use super::{RegionShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::regions::Region;

/// Put a region away
#[utoipa::path(post, path = "/api/v2/regions/{id}/archive/", tag = "Regions",
    params(("id" = i64, Path, description = "The region's id.")),
    responses(
        (status = 200, description = "Done.", body = RegionShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn regions_archive(
    caller: Caller<perm::RegionArchive>,
    State(app): State<App>,
    Found(region): Found<Region>,
) -> ApiResult<Json<RegionShown>> {
    set_archived(&app, &caller, region, true).await
}
