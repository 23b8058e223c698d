//! `POST /api/v2/me/email/verify/`

use crate::{
    api::v2::mail_sent::MailSent,
    app::App,
    auth::{Person, mail_codes},
    error::{ApiError, ApiResult},
    extract::Json,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{audit::Entry, permissions::perm};
use countermark_store::mail_codes::Purpose;

/// Send the link that proves your address once more
#[utoipa::path(post, path = "/api/v2/me/email/verify/", tag = "Session",
    responses(
        (status = 202, description = "The link is on its way.", body = MailSent),
        (status = 409, description = "The address is proved.", body = crate::openapi::Problem)))]
pub async fn me_email_verify(
    caller: Person<perm::Anything>,
    State(app): State<App>,
) -> ApiResult<(StatusCode, Json<MailSent>)> {
    if caller.member.verified_at.is_some() {
        return Err(ApiError::conflict("Your address is verified already."));
    }
    let email = caller.member.email.as_str();
    let mut tx = app.db.write().await?;
    mail_codes::require_fair(&app, &mut tx, email).await?;
    let (company, to) = (Some(caller.company()), (caller.user(), email));
    let expires_at = mail_codes::send(&app, &mut tx, company, Purpose::Verify, to).await?;
    let entry = Entry::event("user.verify_asked", "user", caller.user(), email);
    app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
        .await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(MailSent::new(&app, email, expires_at)),
    ))
}
