//! `POST /api/v2/me/email/`

use crate::{
    api::v2::mail_sent::MailSent,
    app::App,
    auth::{Fresh, mail_codes},
    error::{ApiError, ApiResult},
    extract::{Body, Json, body},
    mail::{self, letters},
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    permissions::perm,
    text::{Email, Text as _},
};
use countermark_store::mail_codes::Purpose;
use serde_json::json;

body! { refuse unknown;
    /// Another address.
    pub struct EmailChange {
        /// The address to sign in with from then on.
        pub email: Email,
    }
}

/// Ask to sign in with another address
///
/// A link goes to the new address; once it is opened, that address replaces the present one,
/// which is told of both. Answers the same whether or not somebody else has the address.
#[utoipa::path(post, path = "/api/v2/me/email/", tag = "Session", request_body = EmailChange,
    responses((status = 202, description = "The link is on its way.", body = MailSent)))]
pub async fn me_email(
    caller: Fresh<perm::Anything>,
    State(app): State<App>,
    Body(body): Body<EmailChange>,
) -> ApiResult<(StatusCode, Json<MailSent>)> {
    let (new, old) = (body.email.as_str(), caller.member.email.as_str());
    if new == old {
        return Err(ApiError::field("email", "This is your address already."));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    mail_codes::require_fair(&app, &mut tx, new).await?;
    let company = Some(caller.company());
    let to = (caller.user(), new);
    let expires_at = mail_codes::send(&app, &mut tx, company, Purpose::Address, to).await?;
    let letter = letters::address_asked(old, new, &app.settings.link_base());
    mail::queue(&app.secrets, &mut tx, company, &letter, now).await?;
    let entry =
        Entry::event("user.email_asked", "user", caller.user(), old).after(json!({"email": new}));
    app.commit(tx, caller.by(now), vec![entry], vec![]).await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(MailSent::new(&app, new, expires_at)),
    ))
}
