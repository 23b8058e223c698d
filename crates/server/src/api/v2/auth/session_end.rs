//! `DELETE /api/v2/auth/session/`

use crate::{
    app::App,
    auth::{Person, session},
    error::ApiResult,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use countermark_core::permissions::perm;

/// Sign out of the portal
#[utoipa::path(delete, path = "/api/v2/auth/session/", tag = "Session",
    responses((status = 204, description = "Ended; the cookie and the browser's copies are cleared.")))]
pub async fn auth_session_end(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<Response> {
    super::logout::end(&app, &caller).await?;
    // Clears what the browser kept, so that the back button shows nothing.
    let clear = HeaderName::from_static("clear-site-data");
    let what = HeaderValue::from_static("\"cache\", \"storage\"");
    let cookie = session::clear_cookie(&app)?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, cookie), (clear, what)],
    )
        .into_response())
}
