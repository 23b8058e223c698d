//! `DELETE /api/v2/brands/{id}/`

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
    brands::{self, Brand},
};

/// Remove a brand for good
#[utoipa::path(delete, path = "/api/v2/brands/{id}/", tag = "Brands",
    params(("id" = i64, Path, description = "The brand's id.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "It has products.", body = crate::openapi::Problem)))]
pub async fn brands_delete(
    caller: Caller<perm::BrandDelete>,
    State(app): State<App>,
    Found(brand): Found<Brand>,
) -> ApiResult<StatusCode> {
    caller.reaches(&app, caller.scope().may_change_brand(brand.id))?;
    let mut tx = app.db.write().await?;
    let removed = brands::delete(&mut tx, &caller.scope(), brand.id).await;
    let removed = removed.map_err(|error| match error {
        DbError::Referenced => ApiError::conflict(
            "This brand has products. Move or delete them first, or archive the brand.",
        ),
        other => other.into(),
    })?;
    if !removed {
        return Err(ApiError::not_found());
    }
    let mut entry = Entry::event("brand.delete", "brand", brand.id, brand.name.clone());
    entry.before = brand.audited();
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
