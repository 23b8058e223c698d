//! `POST /api/v2/auth/jwt/logout-all/`

use crate::{
    app::App,
    auth::{Person, facts::Changed, sign_in},
    error::ApiResult,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{members, sessions, users};

/// End every session of this user, everywhere
#[utoipa::path(post, path = "/api/v2/auth/jwt/logout-all/", tag = "Session",
    responses((status = 204, description = "Ended: every JWT and every portal session.")))]
pub async fn auth_jwt_logout_all(
    caller: Person<perm::OwnAccount>,
    State(app): State<App>,
) -> ApiResult<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    users::raise_epoch(&mut tx, caller.user()).await?;
    let companies = members::companies_of(&mut tx, caller.user()).await?;
    let ended = sessions::end_all(&mut tx, caller.user(), None, now).await?;
    let entry = Entry::event(
        "session.end_all",
        "user",
        caller.user(),
        caller.member.email.clone(),
    );
    let mut changes = sign_in::ended(ended);
    // The epoch is the person's, in whichever company they are remembered with it.
    changes.extend(Changed::everywhere(&companies, caller.user()));
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
