//! `POST /api/v2/products/{id}/archive/`

use super::{ProductShown, set_archived};
use crate::{
    app::App,
    auth::Caller,
    error::ApiResult,
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::permissions::perm;
use countermark_store::products::Product;

/// Put a product away
#[utoipa::path(post, path = "/api/v2/products/{id}/archive/", tag = "Products",
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "Done.", body = ProductShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn products_archive(
    caller: Caller<perm::ProductEdit>,
    State(app): State<App>,
    Found(product): Found<Product>,
) -> ApiResult<Json<ProductShown>> {
    set_archived(&app, &caller, product, true).await
}
