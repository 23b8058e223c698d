//! `POST /api/v2/users/{id}/invite/`

use super::{InvitationLink, invite, may_manage};
use crate::{
    app::App,
    auth::Fresh,
    error::{ApiError, ApiResult},
    extract::{Found, Json, RequestParts},
};
use axum::extract::State;
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::members::Member;

/// Make a new invitation link; the old one ends
#[utoipa::path(post, path = "/api/v2/users/{id}/invite/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "The new link.", body = InvitationLink),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "They have joined already.", body = crate::openapi::Problem)))]
pub async fn users_invite(
    caller: Fresh<perm::UserCreate>,
    State(app): State<App>,
    Found(member): Found<Member>,
    RequestParts(parts): RequestParts,
) -> ApiResult<Json<InvitationLink>> {
    may_manage(&caller, member.role)?;
    if member.joined_at.is_some() || member.archived_at.is_some() {
        return Err(ApiError::conflict(
            "Only somebody who is invited can get another link.",
        ));
    }
    let mut tx = app.db.write().await?;
    let link = invite(&app, &mut tx, &caller, member.id, &parts).await?;
    let entry = Entry::event("user.invite", "user", member.id, member.email);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok(Json(link))
}
