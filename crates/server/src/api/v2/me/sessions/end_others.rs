//! `POST /api/v2/me/sessions/end-others/`

use crate::{
    app::App,
    auth::{Person, sign_in},
    error::ApiResult,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::sessions;

/// End all your sessions but this one
///
/// In all your companies; they are refused from the next request on.
#[utoipa::path(post, path = "/api/v2/me/sessions/end-others/", tag = "Session",
    responses((status = 204, description = "Ended.")))]
pub async fn me_sessions_end_others(
    caller: Person<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<StatusCode> {
    let (user, now) = (caller.user(), app.clock.now());
    let keep = caller.session().map(|session| session.id);
    let mut tx = app.db.write().await?;
    let ended = sessions::end_all(&mut tx, user, keep, now).await?;
    let email = caller.member.email.clone();
    let entry = Entry::event("session.end_others", "user", user, email);
    let changes = sign_in::ended(ended);
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
