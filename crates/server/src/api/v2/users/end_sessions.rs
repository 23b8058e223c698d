//! `POST /api/v2/users/{id}/end-sessions/`

use super::may_manage;
use crate::{
    app::App,
    auth::{Fresh, facts::Changed, sign_in},
    error::{ApiError, ApiResult},
    extract::Found,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, ids::CompanyId, permissions::perm, time::Timestamp};
use countermark_store::{DbError, Tx, members, members::Member, sessions};

/// Sign a person out everywhere in this company
///
/// Their sessions here are refused from the next request on; those in other companies and their
/// tokens stay. They may sign in again.
#[utoipa::path(post, path = "/api/v2/users/{id}/end-sessions/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem)))]
pub async fn users_end_sessions(
    caller: Fresh<perm::UserEdit>,
    State(app): State<App>,
    Found(member): Found<Member>,
) -> ApiResult<StatusCode> {
    let (company, now) = (caller.company(), app.clock.now());
    let mut tx = app.db.write().await?;
    // Their role may have risen above the caller's reach since the path was read.
    let member = members::get(&mut tx, company, member.id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    may_manage(&caller, member.role)?;
    let (entry, changes) = end(&mut tx, company, &member, now).await?;
    app.commit(tx, caller.by(now), vec![entry], changes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a person's sessions in that company in a transaction; the entry for the log and what it
/// makes untrue.
///
/// # Errors
/// When the database failed.
pub async fn end(
    tx: &mut Tx,
    company: CompanyId,
    member: &Member,
    now: Timestamp,
) -> Result<(Entry, Vec<Changed>), DbError> {
    let ended = sessions::end_in_company(tx, company, member.id, now).await?;
    let entry = Entry::event("user.end_sessions", "user", member.id, member.email.clone());
    Ok((entry, sign_in::ended(ended)))
}
