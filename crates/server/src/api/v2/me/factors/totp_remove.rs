//! `DELETE /api/v2/me/factors/totp/`

use super::{may_remove, removed};
use crate::{
    app::App,
    auth::Fresh,
    error::{ApiError, ApiResult},
    mail::factors::Change,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::factors::{self, Factors};

/// Turn off the authenticator app
#[utoipa::path(delete, path = "/api/v2/me/factors/totp/", tag = "Session",
    responses(
        (status = 204, description = "Off. Every other session of yours has ended."),
        (status = 404, description = "It was not on.", body = crate::openapi::Problem),
        (status = 409, description = "The last factor, and one is needed.", body = crate::openapi::Problem)))]
pub async fn me_factors_totp_remove(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<StatusCode> {
    let (user, now) = (caller.user(), app.clock.now());
    let mut tx = app.db.write().await?;
    let before = factors::lock(&mut tx, user).await?;
    if !factors::remove_totp(&mut tx, user).await? {
        return Err(ApiError::not_found());
    }
    let left = Factors {
        totp: false,
        ..before
    };
    may_remove(&caller, left)?;
    let changes = removed(&app, &mut tx, &caller, left, Change::AppRemoved).await?;
    let entry = Entry::event("user.totp_off", "user", user, caller.member.email.clone());
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
