//! `POST /api/v2/products/{id}/restore/`

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

/// Bring a product back
#[utoipa::path(post, path = "/api/v2/products/{id}/restore/", tag = "Products",
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "Done.", body = ProductShown),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn products_restore(
    caller: Caller<perm::ProductEdit>,
    State(app): State<App>,
    Found(product): Found<Product>,
) -> ApiResult<Json<ProductShown>> {
    set_archived(&app, &caller, product, false).await
}
