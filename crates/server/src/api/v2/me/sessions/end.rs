//! `DELETE /api/v2/me/sessions/{id}/`

use crate::{
    app::App,
    auth::{Person, facts::Changed},
    error::ApiResult,
    extract::MySession,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::sessions;

/// End one of your sessions
///
/// In whichever of your companies; it is refused from the next request on.
#[utoipa::path(delete, path = "/api/v2/me/sessions/{id}/", tag = "Session",
    params(("id" = String, Path, description = "The session's id.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 404, description = "Not yours, or ended already.", body = crate::openapi::Problem)))]
pub async fn me_sessions_end(
    caller: Person<perm::Anything>,
    State(app): State<App>,
    MySession(session): MySession,
) -> ApiResult<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    sessions::end(&mut tx, session.company, caller.user(), session.id, now).await?;
    let email = caller.member.email.clone();
    let entry = Entry::event("session.end", "session", session.id, email);
    let changes = vec![Changed::Session(session.id)];
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
