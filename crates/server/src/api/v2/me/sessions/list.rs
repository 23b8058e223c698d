//! `GET /api/v2/me/sessions/`

use super::SessionShown;
use crate::{
    app::App,
    auth::{Person, jwt::LIFETIME_SECONDS, seen::IDLE_SECONDS},
    error::ApiResult,
    extract::{Json, Listed},
};
use axum::extract::State;
use countermark_core::{page::MAX_LIMIT, permissions::perm};
use countermark_store::sessions;

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
    let (user, now) = (caller.user(), app.clock.now());
    let idle_since = now.plus_seconds(-IDLE_SECONDS - LAG_SECONDS);
    let jwt_since = now.plus_seconds(-LIFETIME_SECONDS);
    let mut conn = app.db.read().await?;
    let since = (idle_since, jwt_since);
    let (count, rows) = sessions::live(&mut conn, user, now, since, MAX_LIMIT).await?;
    let current = caller.session().map(|session| session.id);
    Ok(Json(Listed {
        count,
        next: None,
        previous: None,
        results: rows
            .into_iter()
            .map(|live| SessionShown::new(live, current))
            .collect(),
    }))
}
