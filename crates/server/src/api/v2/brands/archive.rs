//! `POST /api/v2/brands/{id}/archive/`

use super::{BrandShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::brands::Brand;

/// Put a brand away
#[utoipa::path(post, path = "/api/v2/brands/{id}/archive/", tag = "Brands",
    params(("id" = i64, Path, description = "The brand's id.")),
    responses(
        (status = 200, description = "Done.", body = BrandShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn brands_archive(
    caller: Caller<perm::BrandArchive>,
    State(app): State<App>,
    Found(brand): Found<Brand>,
) -> ApiResult<Json<BrandShown>> {
    set_archived(&app, &caller, brand, true).await
}
