//! `POST /api/v2/me/factors/recovery-codes/`

use super::RecoveryCodes;
use crate::{
    app::App,
    auth::{Fresh, second_factor as second},
    error::{ApiError, ApiResult},
    extract::Json,
    mail::factors::Change,
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::factors;

/// Make new recovery codes
///
/// The earlier ones work no more.
#[utoipa::path(post, path = "/api/v2/me/factors/recovery-codes/", tag = "Session",
    responses(
        (status = 200, description = "Ten codes, shown once.", body = RecoveryCodes),
        (status = 409, description = "There is no second factor.", body = crate::openapi::Problem)))]
pub async fn me_factors_recovery_codes(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Json<RecoveryCodes>> {
    let (user, now) = (caller.user(), app.clock.now());
    let mut tx = app.db.write().await?;
    if !factors::lock(&mut tx, user).await?.any() {
        return Err(ApiError::conflict(
            "Recovery codes stand in for a second factor. Set one up first.",
        ));
    }
    let codes = second::new_recovery_codes(&app, &mut tx, user).await?;
    let email = caller.member.email.clone();
    second::tell(&app, &mut tx, caller.company(), &email, Change::NewCodes).await?;
    let entry = Entry::event("user.recovery_codes", "user", user, email);
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok(Json(RecoveryCodes {
        recovery_codes: Some(codes),
    }))
}
