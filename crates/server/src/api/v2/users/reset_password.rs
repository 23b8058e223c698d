//! `POST /api/v2/users/{id}/reset-password/`

use super::may_manage;
use crate::{
    api::v2::mail_sent::MailSent,
    app::App,
    auth::{Fresh, mail_codes},
    error::{ApiError, ApiResult},
    extract::{Found, Json},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::{mail_codes::Purpose, members::Member};

/// Send a person a link to a new password
///
/// The link goes to the person's own address; nobody else sees or sets their password. The old
/// one works until the link is used.
#[utoipa::path(post, path = "/api/v2/users/{id}/reset-password/", tag = "Users",
    params(("id" = i64, Path, description = "The person's id.")),
    responses(
        (status = 202, description = "The link is on its way.", body = MailSent),
        (status = 404, description = "Not in this company.", body = crate::openapi::Problem),
        (status = 409, description = "They have not joined, or are archived.", body = crate::openapi::Problem)))]
pub async fn users_reset_password(
    caller: Fresh<perm::UserEdit>,
    State(app): State<App>,
    Found(member): Found<Member>,
) -> ApiResult<(StatusCode, Json<MailSent>)> {
    may_manage(&caller, member.role)?;
    if !member.is_active() {
        return Err(ApiError::conflict(
            "Only somebody who has joined and is not archived can choose a new password.",
        ));
    }
    let email = member.email.as_str();
    let mut tx = app.db.write().await?;
    mail_codes::require_fair(&app, &mut tx, email).await?;
    let (company, to) = (Some(caller.company()), (member.id, email));
    let expires_at = mail_codes::send(&app, &mut tx, company, Purpose::Reset, to).await?;
    let entry = Entry::event("user.reset_password", "user", member.id, email);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(MailSent::new(&app, email, expires_at)),
    ))
}
