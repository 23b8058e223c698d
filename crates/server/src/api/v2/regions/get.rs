//! `GET /api/v2/regions/{id}/`

use super::RegionShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::regions::Region;

/// One region
#[utoipa::path(get, path = "/api/v2/regions/{id}/", tag = "Regions",
    params(("id" = i64, Path, description = "The region's id.")),
    responses(
        (status = 200, description = "The region.", body = RegionShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn regions_get(
    _: Caller<perm::RegionView>,
    Found(region): Found<Region>,
) -> Json<RegionShown> {
    Json(region.into())
}
