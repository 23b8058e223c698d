//! `GET /api/v2/me/sessions/`

use super::SessionShown;
use crate::{
    app::App,
    auth::{Person, jwt::LIFETIME_SECONDS, seen::IDLE_SECONDS},
    error::ApiResult,
    extract::{Json, Listed},
};
use axum::extract::State;
use countermark_core::{
    ids::{SessionId, UserId},
    page::MAX_LIMIT,
    permissions::perm,
    time::Timestamp,
};
use countermark_store::{Conn, DbError, sessions};

/// Seconds that the stored last use may lag behind.
const LAG_SECONDS: i64 = 60;

/// Where you are signed in
///
/// Your log-ins that can still be used, in all your companies, the newest 200 first to last.
#[utoipa::path(get, path = "/api/v2/me/sessions/", tag = "Session",
    responses((status = 200, description = "All on one page.", body = Listed<SessionShown>)))]
pub async fn me_sessions_list(
    caller: Person<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<Json<Listed<SessionShown>>> {
    let current = caller.session().map(|session| session.id);
    let mut conn = app.db.read().await?;
    let listed = live(&mut conn, caller.user(), current, app.clock.now()).await?;
    Ok(Json(listed))
}

/// A person's log-ins that can still be used, `current` being the one that asks.
///
/// # Errors
/// When the database failed.
pub async fn live(
    conn: &mut Conn,
    user: UserId,
    current: Option<SessionId>,
    now: Timestamp,
) -> Result<Listed<SessionShown>, DbError> {
    let idle_since = now.plus_seconds(-IDLE_SECONDS - LAG_SECONDS);
    let jwt_since = now.plus_seconds(-LIFETIME_SECONDS);
    let since = (idle_since, jwt_since);
    let (count, rows) = sessions::live(conn, user, now, since, MAX_LIMIT).await?;
    Ok(Listed {
        count,
        next: None,
        previous: None,
        results: rows
            .into_iter()
            .map(|live| SessionShown::new(live, current))
            .collect(),
    })
}
