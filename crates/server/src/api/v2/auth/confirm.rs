//! `POST /api/v2/auth/session/confirm/`

use crate::{
    app::App,
    auth::{Person, facts::Changed, password::Password, sign_in},
    error::{ApiError, ApiResult},
    extract::{Body, body},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::sessions;

body! { refuse unknown;
    /// The password, once more.
    pub struct Confirmation {
        /// The caller's password.
        pub password: Password,
    }
}

/// Prove again that it is you
///
/// For ten minutes the session may then do what asks for a fresh log-in.
#[utoipa::path(post, path = "/api/v2/auth/session/confirm/", tag = "Session",
    request_body = Confirmation,
    responses((status = 204, description = "The log-in counts as fresh again.")))]
pub async fn auth_session_confirm(
    caller: Person<perm::Anything>,
    State(app): State<App>,
    Body(body): Body<Confirmation>,
) -> ApiResult<StatusCode> {
    let session = caller.session().ok_or_else(ApiError::internal)?;
    let (user, email) = (caller.user(), &caller.member.email);
    sign_in::confirm(
        &app,
        email,
        user,
        &body.password,
        caller.address,
        "password",
    )
    .await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    sessions::confirm(&mut tx, caller.company(), user, session.id, now).await?;
    let entry = Entry::event("session.confirm", "session", session.id, "");
    app.commit(
        tx,
        caller.by(now),
        vec![entry],
        vec![Changed::Session(session.id)],
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
