//! `GET /api/v2/products/{id}/`

use super::ProductShown;
use crate::{
    auth::Caller,
    extract::{Found, Json},
};
use countermark_core::permissions::perm;
use countermark_store::products::Product;

/// One product
#[utoipa::path(get, path = "/api/v2/products/{id}/", tag = "Products",
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "The product.", body = ProductShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn products_get(
    caller: Caller<perm::ProductView>,
    Found(product): Found<Product>,
) -> Json<ProductShown> {
    Json(ProductShown::of(product, &caller.company))
}
