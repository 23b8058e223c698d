//! `GET /api/v2/brands/{id}/`

use super::BrandShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::brands::Brand;

/// One brand
#[utoipa::path(get, path = "/api/v2/brands/{id}/", tag = "Brands",
    params(("id" = i64, Path, description = "The brand's id.")),
    responses(
        (status = 200, description = "The brand.", body = BrandShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn brands_get(
    _: Caller<perm::BrandRead>,
    Found(brand): Found<Brand>,
) -> Json<BrandShown> {
    Json(brand.into())
}
