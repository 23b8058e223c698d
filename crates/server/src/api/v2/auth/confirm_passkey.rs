//! `POST /api/v2/auth/session/confirm/passkey/`

use crate::{
    app::App,
    auth::{
        Person,
        passkeys::{self, Challenge, Purpose},
    },
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::extract::State;
use countermark_core::permissions::perm;

/// Ask for a challenge, to prove by passkey that it is you
///
/// The answer goes to `POST /api/v2/auth/session/confirm/`, within five minutes, from the same
/// session.
#[utoipa::path(post, path = "/api/v2/auth/session/confirm/passkey/", tag = "Session",
    responses(
        (status = 200, description = "The challenge.", body = Challenge),
        (status = 409, description = "There is no passkey.", body = crate::openapi::Problem)))]
pub async fn auth_session_confirm_passkey(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Json<Challenge>> {
    let session = caller.session().ok_or_else(ApiError::internal)?;
    let (purpose, id) = (Purpose::Confirm, session.id.to_string());
    let challenge = passkeys::challenge(&app, purpose, caller.user(), &id).await?;
    Ok(Json(challenge))
}
