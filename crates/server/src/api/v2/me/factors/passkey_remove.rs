//! `DELETE /api/v2/me/factors/passkeys/{id}/`

use super::{may_remove, removed};
use crate::{
    app::App,
    auth::Fresh,
    error::{ApiError, ApiResult},
    extract::Mine,
    mail::factors::Change,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{
    factors::{self, Factors},
    passkeys,
};

/// Remove a passkey
#[utoipa::path(delete, path = "/api/v2/me/factors/passkeys/{id}/", tag = "Session",
    params(("id" = i64, Path, description = "The passkey's id.")),
    responses(
        (status = 204, description = "Removed. Every other session of yours has ended."),
        (status = 404, description = "Not yours.", body = crate::openapi::Problem),
        (status = 409, description = "The last factor, and one is needed.", body = crate::openapi::Problem)))]
pub async fn me_factors_passkeys_remove(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
    Mine(passkey): Mine,
) -> ApiResult<StatusCode> {
    let (user, now) = (caller.user(), app.clock.now());
    let mut tx = app.db.write().await?;
    let before = factors::lock(&mut tx, user).await?;
    if !passkeys::remove(&mut tx, user, passkey.id).await? {
        return Err(ApiError::not_found());
    }
    let left = Factors {
        passkeys: before.passkeys - 1,
        ..before
    };
    may_remove(&caller, left)?;
    let told = Change::PasskeyRemoved(&passkey.name);
    let changes = removed(&app, &mut tx, &caller, left, told).await?;
    let entry = Entry::event("user.passkey_remove", "user", user, passkey.name);
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
