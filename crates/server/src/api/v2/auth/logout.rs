//! `POST /api/v2/auth/jwt/logout/`

use crate::{
    app::App,
    auth::{Person, session},
    error::{ApiError, ApiResult},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::permissions::perm;

/// End the session of the credential used
#[utoipa::path(post, path = "/api/v2/auth/jwt/logout/", tag = "Session",
    responses((status = 204, description = "Ended; every JWT of this session is refused.")))]
pub async fn auth_jwt_logout(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<StatusCode> {
    end(&app, &caller).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the caller's session, whichever kind it is.
pub(super) async fn end(app: &App, caller: &crate::auth::Principal) -> ApiResult<()> {
    let session = caller.session().ok_or_else(ApiError::internal)?;
    session::end(app, session, caller.by(app.clock.now())).await
}
