//! `DELETE /api/v2/products/{id}/`

use crate::{
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::Found,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    DbError,
    products::{self, Product},
};

/// Remove a product for good
///
/// One that has codes, or orders or templates of some, stays: archive it instead.
#[utoipa::path(delete, path = "/api/v2/products/{id}/", tag = "Products",
    params(("id" = i64, Path, description = "The product's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "It has codes or work orders.", body = crate::openapi::Problem)))]
pub async fn products_delete(
    caller: Caller<perm::ProductDelete>,
    State(app): State<App>,
    Found(product): Found<Product>,
) -> ApiResult<StatusCode> {
    let mut tx = app.db.write().await?;
    let removed = products::delete(&mut tx, &caller.scope(), product.id).await;
    let removed = removed.map_err(|error| match error {
        DbError::Referenced => {
            ApiError::conflict("This product has codes or work orders. Archive it instead.")
        }
        other => other.into(),
    })?;
    if !removed {
        return Err(ApiError::not_found());
    }
    let mut entry = Entry::event("product.delete", "product", product.id, product.sku.clone());
    entry.before = product.audited();
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
