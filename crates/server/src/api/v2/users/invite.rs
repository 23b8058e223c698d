//! `POST /api/v2/users/{id}/invite/`

use super::{invite, may_invite, may_manage};
use crate::{
    api::v2::mail_sent::MailSent,
    app::App,
    auth::{Fresh, mail_codes},
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::members::Member;

/// Send a new invitation link; the old one ends
#[utoipa::path(post, path = "/api/v2/users/{id}/invite/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "It is on its way.", body = MailSent),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "They have joined already.", body = crate::openapi::Problem)))]
pub async fn users_invite(
    caller: Fresh<perm::UserCreate>,
    State(app): State<App>,
    Found(member): Found<Member>,
) -> ApiResult<Json<MailSent>> {
    may_manage(&caller, member.role)?;
    may_invite(&app, &caller)?;
    if member.joined_at.is_some() || member.archived_at.is_some() {
        return Err(ApiError::conflict(
            "Only somebody who is invited can get another link.",
        ));
    }
    let mut tx = app.db.write().await?;
    mail_codes::require_fair(&app, &mut tx, &member.email).await?;
    let sent = invite(&app, &mut tx, &caller, member.id, &member.email).await?;
    let entry = Entry::event("user.invite", "user", member.id, member.email);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(sent))
}
