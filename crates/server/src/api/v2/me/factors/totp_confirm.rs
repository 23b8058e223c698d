//! `POST /api/v2/me/factors/totp/confirm/`

use super::{RecoveryCodes, added};
use crate::{
    app::App,
    auth::{
        Fresh,
        second_factor::{self as second, Otp},
    },
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    mail::factors::Change,
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::factors;

body! { refuse unknown;
    /// A code of the authenticator app.
    pub struct TotpConfirmation {
        /// The code that the app shows now.
        pub otp: Otp,
    }
}

/// Turn on the authenticator app
///
/// The first second factor ends every other session of yours and brings ten recovery codes.
#[utoipa::path(post, path = "/api/v2/me/factors/totp/confirm/", tag = "Session",
    request_body = TotpConfirmation,
    responses(
        (status = 200, description = "On; the codes are shown once.", body = RecoveryCodes),
        (status = 409, description = "Nothing was begun in the last fifteen minutes.", body = crate::openapi::Problem)))]
pub async fn me_factors_totp_confirm(
    caller: Fresh<perm::OwnAccount>,
    State(app): State<App>,
    Body(body): Body<TotpConfirmation>,
) -> ApiResult<Json<RecoveryCodes>> {
    let nothing = || ApiError::conflict("Nothing is being set up. Begin again.");
    let (user, now) = (caller.user(), app.clock.now());
    let mut tx = app.db.write().await?;
    let before = factors::lock(&mut tx, user).await?;
    let pending = factors::totp(&mut tx, user).await?;
    let pending = pending
        .filter(|totp| totp.confirmed_at.is_none())
        .ok_or_else(nothing)?;
    let wrong = || ApiError::field("otp", "This code is not right. Wait for the next one.");
    let code = body.otp.digits().ok_or_else(wrong)?;
    let step = second::step_of(&app.secrets, user, &pending, &code, now)?.ok_or_else(wrong)?;
    if !factors::confirm_totp(&mut tx, user, &pending.wrapped_secret, step, now).await? {
        return Err(nothing());
    }
    let amr = second::PASSWORD_AND_CODE;
    let (recovery_codes, changes) =
        added(&app, &mut tx, &caller, before, amr, Change::AppAdded).await?;
    let entry = Entry::event("user.totp_on", "user", user, caller.member.email.clone());
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}
